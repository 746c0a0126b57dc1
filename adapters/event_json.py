"""Recorded events to and from the octets that are stored, hashed and published."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from pydantic import BaseModel, ValidationError

from adapters.canonical import admit, written
from adapters.sealing import LARGEST, TooLarge
from adapters.upcasts import NoUpcast, upcast
from domain.event import DomainEvent, classes_of, sealed_classes
from domain.event_types import TYPES
from domain.privacy import PrivacyClass
from domain.recorded import Recorded
from domain.values import Actor, PolicyRef, When, instant_text

Part = TypeVar("Part", bound=BaseModel)


class Unreadable(ValueError):
    """Octets that are no event which this version can read."""


NONE = msgspec.Raw()


class _Sealed(msgspec.Struct, frozen=True, rename={"mark": "class"}):
    mark: str
    sha256: str


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What the octets say, down to the parts that are read by their own models."""

    type: str
    schema: int
    data: msgspec.Raw
    event_id: UUID
    stream_kind: str
    stream_id: UUID
    version: int
    occurred: msgspec.Raw
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]
    actor: msgspec.Raw
    command_id: UUID
    correlation_id: UUID
    prev: str
    sealed: tuple[_Sealed, ...]
    causation_id: UUID | None = None
    on_behalf_of: UUID | None = None
    entered_from: UUID | None = None
    policy: msgspec.Raw = NONE
    state: str | None = None


_ENVELOPE = msgspec.json.Decoder(_Envelope)


@lru_cache(maxsize=4096)
def _part(kind: type[Part], octets: bytes) -> Part:
    """A part of the envelope; neighbouring events say the same of who acted, when, by what."""
    return kind.model_validate_json(octets, extra="ignore")


def personal_fields(event: DomainEvent) -> dict[PrivacyClass, dict[str, Any]]:
    """The sealed part of an event: every class its type declares, with its fields, maybe none."""
    return parted(event)[1]


def parted(event: DomainEvent) -> tuple[dict[str, Any], dict[PrivacyClass, dict[str, Any]]]:
    """The public fields of an event, and its personal ones by class, as they are written."""
    classes = classes_of(type(event))
    open_fields: dict[str, Any] = {}
    personal: dict[PrivacyClass, dict[str, Any]] = {
        mark: {} for mark in sealed_classes(type(event))
    }
    for name, value in event.model_dump(mode="json", exclude_none=True).items():
        personal.get(classes[name], open_fields)[name] = value
    return open_fields, personal


def public(recorded: Recorded, data: dict[str, Any] | None = None) -> bytes:
    """The event's canonical octets, without personal data (RFC 8785).

    ``recorded.sealed`` must already name the blobs. data: its public fields, where they are at
    hand. Raises TooLarge above 256 KiB.
    """
    data = parted(recorded.event)[0] if data is None else data
    # The envelope is codes, ids and times of ours; free text is in the payload alone.
    admit(data, "$.data")
    octets = written(_public_fields(recorded, data))
    if len(octets) > LARGEST:
        raise TooLarge(f"event is too long ({len(octets)} octets, at most {LARGEST}): shorten it")
    return octets


def _public_fields(recorded: Recorded, data: dict[str, Any]) -> dict[str, Any]:
    fields = {
        "event_id": recorded.event_id,
        "type": recorded.event.TYPE,
        "schema": recorded.event.SCHEMA,
        "stream_kind": recorded.stream_kind,
        "stream_id": recorded.stream_id,
        "version": recorded.version,
        "occurred": recorded.occurred.model_dump(mode="json", exclude_none=True),
        "recorded_at": instant_text(recorded.recorded_at),
        "actor": recorded.actor.model_dump(mode="json", exclude_none=True),
        "command_id": recorded.command_id,
        "correlation_id": recorded.correlation_id,
        "prev": recorded.prev,
        "data": data,
        "sealed": [{"class": mark, "sha256": digest} for mark, digest in sorted(recorded.sealed)],
    }
    return fields | _optional_fields(recorded)


def _optional_fields(recorded: Recorded) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: value
        for name in ("causation_id", "on_behalf_of", "entered_from", "state")
        if (value := getattr(recorded, name)) is not None
    }
    if recorded.policy is not None:
        fields["policy"] = recorded.policy.model_dump(mode="json")
    return fields


def recorded(octets: bytes, position: int | None = None) -> Recorded:
    """The event in these octets, brought to its present schema; sealed fields stay None.

    Fields that a newer writer added are ignored. Raises Unreadable for anything that is no event
    of a known type and schema.
    """
    try:
        said = _ENVELOPE.decode(octets)
        return Recorded(
            event=_payload(TYPES[said.type], said),
            event_id=said.event_id,
            stream_kind=said.stream_kind,
            stream_id=said.stream_id,
            version=said.version,
            occurred=_part(When, bytes(said.occurred)),
            recorded_at=said.recorded_at.astimezone(UTC),
            actor=_part(Actor, bytes(said.actor)),
            command_id=said.command_id,
            correlation_id=said.correlation_id,
            prev=said.prev,
            causation_id=said.causation_id,
            on_behalf_of=said.on_behalf_of,
            entered_from=said.entered_from,
            policy=_part(PolicyRef, bytes(said.policy)) if said.policy is not NONE else None,
            state=said.state,
            sealed=tuple((entry.mark, entry.sha256) for entry in said.sealed),
            position=position,
        )
    except (KeyError, ValidationError, NoUpcast, msgspec.MsgspecError) as error:
        place = "" if position is None else f" at position {position}"
        raise Unreadable(f"no readable event{place}: {type(error).__name__} {error}") from error


def _payload(kind: type[DomainEvent], said: _Envelope) -> DomainEvent:
    if said.schema == kind.SCHEMA:
        return kind.model_validate_json(bytes(said.data), extra="ignore")
    old = msgspec.json.decode(said.data, type=dict[str, Any])
    data = upcast(kind.TYPE, said.schema, old, present=kind.SCHEMA)
    return kind.model_validate(data, extra="ignore")
