"""What a decision is given and what it yields: a context, a command, new events or a refusal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

from domain.complaint.deadlines.state import Pause, Stood
from domain.complaint.events import DeadlineSet
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.policy import Calendar, PauseRule, Policy
from domain.recorded import Recorded
from domain.stream_state import StreamState
from domain.values import Actor, PolicyRef, When

CalendarVersion = tuple[str, int]


class Command(BaseModel):
    """What somebody asks for: frozen, closed to unknown fields, checked in shape only.

    NEEDS_HISTORY: whether deciding needs the complaint's own events with their personal fields.
    NEEDS_HISTORIES: whether it needs those of the other complaints that it names too.
    NEEDS_KEYS: whether it needs the names of the keys under which these are sealed.
    NEEDS_KEYS_OF: whether it needs those of the other complaints that it names too.
    NEEDS_CALENDARS: whether it needs the calendars by which what is due was counted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    NEEDS_HISTORY: ClassVar[bool] = False
    NEEDS_HISTORIES: ClassVar[bool] = False
    NEEDS_KEYS: ClassVar[bool] = False
    NEEDS_KEYS_OF: ClassVar[bool] = False
    NEEDS_CALENDARS: ClassVar[bool] = False

    @property
    def reads_history(self) -> bool:
        """Whether deciding this one does: what it names as a proof is looked up too."""
        return self.NEEDS_HISTORY or getattr(self, "entered_from", None) is not None

    def others(
        self, _complaint: Complaint | None, _known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The other complaints that deciding needs, as far as those known so far tell it."""
        return ()

    def read_whole(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those of them whose events it needs too, where it needs any: all, unless told."""
        return self.others(complaint, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKey:
    """A data key that there is, by its id of 32 hex digits, and what lies under it.

    party_id: nil where it belongs to nobody alone. class_code: of documents too it is P3;
    document_id: the one that lies under it.
    """

    key_id: str
    class_code: str
    party_id: UUID
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContext:
    """All that a decision may know beside the complaint: no clock, no lots, no directory.

    now: our instant, aware UTC; it becomes ``recorded_at``. policy: as it stands at this instant.
    complaint_id: of the command's own complaint, or of the one that a receipt would begin.
    reference_of: what the complainant is told to quote for a new complaint of this id.
    legal_entity, zone: of a new complaint; one that exists knows its own. zone: IANA name of the
    legal entity's time zone. others: complaints that the command touches beside its own, as far as
    the record has them. history: the own complaint's events, opened where a key is left, for a
    command that needs them. histories: those of others, likewise. held_keys: of the own complaint,
    for a command that needs those. keys_of: of it and of others, likewise. policies: the earlier
    versions by which due dates were set, or stood still. calendars: by which its due dates were
    counted, for a command that needs them. staff_roles: those of everybody with a key, likewise.
    """

    command_id: UUID
    complaint_id: UUID
    reference_of: Callable[[UUID], str]
    legal_entity: str
    zone: str
    actor: Actor
    now: datetime
    policy: Policy
    policy_ref: PolicyRef
    others: Mapping[UUID, Complaint] = field(default_factory=dict)
    history: tuple[Recorded, ...] = ()
    histories: Mapping[UUID, tuple[Recorded, ...]] = field(default_factory=dict)
    held_keys: tuple[HeldKey, ...] = ()
    keys_of: Mapping[UUID, tuple[HeldKey, ...]] = field(default_factory=dict)
    policies: Mapping[PolicyRef, Policy] = field(default_factory=dict)
    calendars: Mapping[CalendarVersion, Calendar] = field(default_factory=dict)
    staff_roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """The reference of the complaint that a receipt would begin."""
        return self.reference_of(self.complaint_id)

    def made_under(self, due: DeadlineSet) -> Policy:
        """The policy by which a due date was set; the present one where that is not known here."""
        return self._policy_of(PolicyRef(id=due.policy_id, version=due.policy_version))

    def pause_rule(self, stands: Pause | Stood) -> PauseRule | None:
        """The rule by which a clock stands still, or did, as it was when that began."""
        return self._policy_of(stands.policy).pause_rule(stands.rule_id)

    def _policy_of(self, ref: PolicyRef | None) -> Policy:
        return self.policies.get(ref, self.policy) if ref else self.policy

    def zone_of(self, state: StreamState | None) -> str:
        """The zone of the days of what is decided on; of what is new, its legal entity's."""
        return (state.zone if state else None) or self.zone

    def now_of(self, state: StreamState | None) -> When:
        """The present instant in that zone."""
        return When(at=self.now, zone=self.zone_of(state))

    def event_id(self, index: int) -> UUID:
        """The id that the command's event at ``index`` (from 0) gets when it is stored."""
        return uuid5(self.command_id, str(index))

    def new_id(self, what: str, number: int = 1) -> UUID:
        """An id for something that the command makes, the same whenever it is repeated."""
        return uuid5(self.command_id, f"{what}-{number}")

    def enveloped(
        self, fact: "NewEvent", index: int, state: StreamState | None, *, kind: str
    ) -> Recorded:
        """A fact of the command as it will be recorded. state: before it; kind: of its stream."""
        return Recorded(
            event=fact.event,
            event_id=self.event_id(index),
            stream_kind=kind,
            stream_id=fact.stream_id or self.complaint_id,
            version=state.version + 1 if state else 1,
            occurred=fact.occurred,
            recorded_at=max(self.now, state.recorded_at) if state else self.now,
            actor=fact.actor or self.actor,
            command_id=self.command_id,
            correlation_id=self.command_id,
            prev="",
            policy=self.policy_ref,
            on_behalf_of=fact.on_behalf_of,
            entered_from=fact.entered_from,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One event that a decision yields, with what its envelope cannot take from the command.

    actor: None for the command's own; consequences carry the system. occurred: the world's time.
    caused_by: index within this command of the fact that brought it about. stream_id: the other
    complaint that it is a fact of; None for the command's own, of which the first fact always is.
    """

    event: DomainEvent
    occurred: When
    actor: Actor | None = None
    caused_by: int | None = None
    on_behalf_of: UUID | None = None
    entered_from: UUID | None = None
    stream_id: UUID | None = None
