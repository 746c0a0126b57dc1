"""A command as it comes to a door, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.decision_context import Command
from domain.recorded import Recorded
from domain.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRequest:
    """One command as it came to the door.

    stream_id: None begins a stream. key: what makes a repetition recognisable, such as
    ("http", principal, Idempotency-Key); None for a command that is made once. field_values:
    as they came, where something is to be said of them. expected_versions: one of which it must be.
    staff_roles: those of everybody with a key, for a command that needs them.
    """

    name: str
    command: Command
    actor: Actor
    stream_id: UUID | None = None
    key: tuple[str, ...] | None = None
    expected_versions: frozenset[int] | None = None
    correlation_id: UUID | None = None
    field_values: Mapping[str, Any] = field(default_factory=dict)
    staff_roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What came of a command: its events, and the state of its stream right after it.

    state, version: of the command's own stream; events: all, some maybe of other ones.
    remarks: what whoever gave it should know about it.
    """

    state: Any
    stream_id: UUID
    version: int
    command_id: UUID
    events: tuple[Recorded, ...]
    is_repeat: bool
    remarks: tuple[str, ...] = ()
