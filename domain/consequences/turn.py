"""One fact, with the complaint before and after it."""

from dataclasses import dataclass

from domain.decision import Situation
from domain.event import DomainEvent
from domain.events import (
    ComplaintReopened,
    ContactRecorded,
    DecisionSetAside,
    ResolutionAgreed,
    ResponseSent,
)
from domain.events.parts import State
from domain.recorded import Recorded
from domain.state import PRE, Complaint, RemedyState
from domain.values import When

ACKNOWLEDGEMENT = "acknowledgement"
RESPONSE = "response"
PERIODIC_UPDATE = "periodic_update"
REPLY_WINDOW = "reply_window"
REMEDY_DUE = "remedy_due"
REMEDY_WINDOW = "remedy_window"
REOPEN_WINDOW = "reopen_window"
TOP_MANAGEMENT_NOTICE = "top_management_notice"
"""The kinds of due dates; their names are stored for ever."""
MAY_RUN_AFTER_ENDING = frozenset({REMEDY_DUE, REMEDY_WINDOW, REOPEN_WINDOW})


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened, around which the consequences are judged. before: None for a receipt."""

    before: Complaint | None
    after: Complaint
    recorded: Recorded
    situation: Situation

    @property
    def event(self) -> DomainEvent:
        """The fact itself."""
        return self.recorded.event

    @property
    def when(self) -> When:
        """When it happened, in the complaint's zone; the present where nobody knows.

        What somebody outside says of the future cannot make anything due: the present counts.
        """
        zone = (self.after.zone if self.before else None) or self.situation.zone
        occurred, now = self.recorded.occurred, self.situation.now
        if occurred.earliest is None or occurred.earliest > now:
            return When(at=now, zone=zone)
        return When(at=occurred.at, on=occurred.on, zone=zone)

    def moves(self, *, to: State | None = None, out_of: State | None = None) -> bool:
        """Whether the fact moved the complaint into, or out of, this state."""
        old = self.before.state if self.before else None
        new = self.after.state
        return old != new and (to is None or new == to) and (out_of is None or old == out_of)

    @property
    def has_ended(self) -> bool:
        """Whether the fact ended the complaint."""
        return not self.after.is_open and self.before is not None and self.before.is_open

    @property
    def is_answered(self) -> bool:
        """Whether the fact answered the complaint as a whole."""
        by_response = isinstance(self.event, ResponseSent) and self.moves(to="RESPONDED")
        return by_response or (
            isinstance(self.event, ResolutionAgreed) and self.moves(to="ACCEPTED")
        )

    @property
    def is_contacted(self) -> bool:
        """Whether the complainant was kept informed."""
        return isinstance(self.event, ContactRecorded) and self.event.direction == "outbound"

    @property
    def is_taken_up_again(self) -> bool:
        """Whether work on an answer begins again."""
        if isinstance(self.event, DecisionSetAside):
            return self.moves(to="INVESTIGATING")
        if not isinstance(self.event, ComplaintReopened) or not self.moves():
            return False
        return self.event.ground_code != "closed_in_error" and self.after.state in PRE

    @property
    def newly_owed(self) -> tuple[RemedyState, ...]:
        """The remedies that are owed by this fact and were not before."""
        before = {remedy.remedy_id for remedy in self.before.owed} if self.before else set()
        return tuple(remedy for remedy in self.after.owed if remedy.remedy_id not in before)
