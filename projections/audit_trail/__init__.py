"""What happened to each complaint, in order, nothing left out (7.3, 4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from projections._kit import Applied, Entries, Index, Page, Where
from projections.audit_trail.phrasing import sentence
from projections.audit_trail.sentences import SENTENCES

VERSION = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of one complaint, told and proved."""

    complaint_id: Annotated[UUID, "The complaint."]
    version: Annotated[int, "Its number within the complaint, from 1 without a hole."]
    position: Annotated[int, "Its place in the whole record."]
    event_id: Annotated[UUID, "The event's id."]
    type: Annotated[str, "The stored type of the event."]
    sentence: Annotated[str, "What happened, in words, from the event's public facts alone."]
    occurred_at: Annotated[datetime | None, "When it happened, where the instant is known."]
    occurred_on: Annotated[date | None, "The day on which it happened in its own zone, if known."]
    occurred_zone: Annotated[str | None, "The zone in which that day is meant."]
    recorded_at: Annotated[datetime, "When it was recorded."]
    actor_kind: Annotated[str, "Whether staff, a party, the system or somebody external acted."]
    actor_id: Annotated[UUID, "Who acted, by an id that only a directory outside resolves."]
    actor_role: Annotated[str, "In which role."]
    actor_unit: Annotated[str | None, "For which unit."]
    on_behalf_of: Annotated[UUID | None, "The party for whom it was done."]
    entered_from: Annotated[UUID | None, "What proves it, where staff entered another's act."]
    command_id: Annotated[UUID, "The command that made the event."]
    policy_id: Annotated[str | None, "The policy under which it was decided."]
    policy_version: Annotated[int | None, "That policy's version."]
    state: Annotated[str | None, "The complaint's state after it."]
    leaf: Annotated[str, "SHA-256(0x00 ‖ public) in hexadecimal: its leaf in the log."]
    prev: Annotated[str, "The leaf of the event before it in the complaint."]
    public: Annotated[bytes, "The very octets of the event, to check the leaf against."]


def rows(applied: Applied) -> Iterable[Entry]:
    """The one entry that an event makes."""
    recorded = applied.recorded
    yield Entry(
        complaint_id=recorded.stream_id,
        version=recorded.version,
        position=applied.position,
        event_id=recorded.event_id,
        type=recorded.event.TYPE,
        sentence=sentence(SENTENCES[recorded.event.TYPE], recorded.event),
        occurred_at=recorded.occurred.at,
        occurred_on=recorded.occurred.day,
        occurred_zone=recorded.occurred.zone,
        recorded_at=recorded.recorded_at,
        actor_kind=recorded.actor.kind,
        actor_id=recorded.actor.id,
        actor_role=recorded.actor.role,
        actor_unit=recorded.actor.unit,
        on_behalf_of=recorded.on_behalf_of,
        entered_from=recorded.entered_from,
        command_id=recorded.command_id,
        policy_id=recorded.policy.id if recorded.policy else None,
        policy_version=recorded.policy.version if recorded.policy else None,
        state=recorded.state,
        leaf=applied.leaf.hex(),
        prev=recorded.prev,
        public=applied.public,
    )


PROJECTION = Entries(
    name="audit_trail",
    version=VERSION,
    question="What happened to each complaint, in order, nothing left out.",
    row=Entry,
    rows=rows,
    key=("complaint_id", "version"),
    indexes=(Index(("position",)),),
    stops=True,
)


def history(
    complaint_id: UUID, *, after_version: int = 0, as_of: datetime | None = None, limit: int = 1000
) -> Page:
    """The trail of one complaint. as_of: only what was recorded by this instant."""
    until = () if as_of is None else (Where("recorded_at", "<=", as_of),)
    return Page(
        view="audit_trail",
        row=Entry,
        order=("version",),
        where=(Where("complaint_id", "=", complaint_id), *until),
        after=(after_version,),
        limit=limit,
    )
