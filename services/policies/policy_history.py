"""What was published, read from the record for ever: policies, and the calendars they bind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from adapters import event_json
from adapters.record import Record, StoredEvent
from domain.errors import ErrorCategory
from domain.policy import Calendar, Policy
from domain.policy.adopting import Adoption
from domain.policy.events import CalendarPublished, PolicyAdopted, PolicyPublished
from domain.recorded import Recorded
from domain.values import PolicyRef

POLICY_STREAMS = UUID("0d5c9ad0-6a0b-5f0e-9d6b-6c1c0a5d7e21")
"""The namespace of policy streams: a policy's stream is the uuid5 of its id under it."""
CALENDAR_STREAMS = UUID("5b1f7a64-0f0c-5e0a-8a55-2f7d51c9b3e8")
"""The same of calendars."""
LEGAL_ENTITY_STREAMS = UUID("8f0e6c1d-4b7a-5d39-9e52-71c3a2f4d0b6")
"""The same of legal entities, whose streams tell what they adopted."""


class NeverPublished(LookupError):
    """A policy or a calendar, or a version of one, that the record does not have."""

    category = ErrorCategory.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version of a policy, with who published it and when."""

    policy: Policy
    version: int
    published_by: UUID
    recorded_at: datetime


def policy_stream(policy_id: str) -> UUID:
    """The stream of a policy's versions."""
    return uuid5(POLICY_STREAMS, policy_id)


def calendar_stream(calendar_id: str) -> UUID:
    """The stream of a calendar's versions."""
    return uuid5(CALENDAR_STREAMS, calendar_id)


def legal_entity_stream(legal_entity: str) -> UUID:
    """The stream of what a legal entity adopted."""
    return uuid5(LEGAL_ENTITY_STREAMS, legal_entity)


def content_of(stored: StoredEvent) -> dict[str, Any]:
    """What was published, whole."""
    return dict(_publication(stored)[1].content)


async def adoptions(record: Record) -> dict[str, tuple[Adoption, ...]]:
    """What each legal entity adopted, in order; first the entity that adopted a policy first."""
    named = await record.claimed(PolicyAdopted.STREAM_KIND)
    return {
        entity: adoptions_in(await record.stream(legal_entity_stream(entity))) for entity in named
    }


def adoptions_in(history: Iterable[StoredEvent]) -> tuple[Adoption, ...]:
    """The adoptions that a legal entity's stream tells, in order."""
    return tuple(Adoption.of(event_json.recorded(one.public)) for one in history)


async def latest_of(record: Record, policy_id: str) -> Publication:
    """The latest version of a policy. Raises NeverPublished."""
    history = await record.stream(policy_stream(policy_id))
    if not history:
        raise NeverPublished(f"the policy {policy_id!r} was never published here")
    return await policy_of(record, history[-1])


async def policy_at(record: Record, ref: PolicyRef) -> Publication:
    """A version of a policy, with the calendars that it was published with.

    Raises NeverPublished.
    """
    history = await record.stream(policy_stream(ref.id), upto=ref.version)
    if len(history) != ref.version:
        raise NeverPublished(f"the policy {ref.id!r} has no version {ref.version} here")
    return await policy_of(record, history[-1])


async def policy_of(record: Record, stored: StoredEvent) -> Publication:
    """The policy that an event published; a policy names its calendars by id and version."""
    recorded, event = _publication(stored)
    content = dict(event.content)
    content["calendars"] = [await _calendar(record, entry) for entry in content["calendars"]]
    return Publication(
        policy=Policy.model_validate(content),
        version=stored.version,
        published_by=event.published_by,
        recorded_at=recorded.recorded_at,
    )


async def calendar_at(
    record: Record, calendar_id: str, version: int | None = None
) -> tuple[Calendar, int]:
    """A version of a calendar, the latest unless told, and how many there are.

    Raises NeverPublished.
    """
    history = await record.stream(calendar_stream(calendar_id))
    if not history or not 1 <= (wanted := version or len(history)) <= len(history):
        said = f" in version {version}" if version else ""
        raise NeverPublished(f"the calendar {calendar_id!r} was never published here{said}")
    content = content_of(history[wanted - 1])
    return Calendar.model_validate({**content, "version": wanted}), len(history)


async def _calendar(record: Record, entry: dict[str, Any]) -> Any:
    """A calendar told by its id and version; the first policies told theirs whole."""
    if "weekend" in entry:
        return entry
    calendar, _ = await calendar_at(record, entry["calendar_id"], entry["version"])
    return calendar.model_dump()


def _publication(stored: StoredEvent) -> tuple[Recorded, PolicyPublished | CalendarPublished]:
    recorded = event_json.recorded(stored.public)
    assert isinstance(recorded.event, PolicyPublished | CalendarPublished)
    return recorded, recorded.event
