"""One fact, with the complaint before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from domain.complaint.events import (
    CommunicationImpossible,
    ComplainantLeft,
    ComplaintAcknowledged,
    ComplaintReopened,
    DecisionAccepted,
    DecisionRejected,
    DecisionSetAside,
    InternalReviewDeclined,
    InternalReviewWithdrawn,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.lifecycle import PRE, State
from domain.complaint.linking.brought_matter import (
    awaiting,
    joint_awaiting,
    joint_unacknowledged,
    received_by,
    together,
    unacknowledged,
)
from domain.complaint.linking.kept_informed import Message, informs_all
from domain.complaint.reckoning import receipt_of, reckoned
from domain.complaint.state import Complaint, RemedyState
from domain.decision_context import DecisionContext
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import When


@dataclass(frozen=True, slots=True)
class Transition:
    """What happened, around which the consequences are judged. before: None for a receipt."""

    before: Complaint | None
    after: Complaint
    recorded: Recorded
    context: DecisionContext

    @property
    def event(self) -> DomainEvent:
        """The fact itself."""
        return self.recorded.event

    @property
    def zone(self) -> str:
        """The zone of the complaint's days."""
        return (self.after.zone if self.before else None) or self.context.zone

    @property
    def when(self) -> When:
        """When it counts as having happened, whatever somebody outside says of its time."""
        return reckoned(
            self.recorded.occurred,
            received=self._received(self.before) if self.before else None,
            recorded_at=self.recorded.recorded_at,
            zone=self.zone,
        )

    def _received(self, before: Complaint) -> When:
        """The receipt of what the fact is about: their own complaint, where one is told alone."""
        event = self.event
        if getattr(event, "is_for_party_alone", None):
            to = getattr(event, "to_party_id", None)
            own = received_by(before, to, self.recorded.occurred.day)
            if own != before.received:
                return own
        return receipt_of(before, zone=self.zone)

    @property
    def when_logged(self) -> When:
        """When it was recorded, in the complaint's zone."""
        return When(at=self.recorded.recorded_at, zone=self.zone)

    def moves(self, *, to: State | None = None, out_of: State | None = None) -> bool:
        """Whether the fact moved the complaint into, or out of, this state."""
        old = self.before.state if self.before else None
        new = self.after.state
        return old != new and (to is None or new == to) and (out_of is None or old == out_of)

    @property
    def has_ended(self) -> bool:
        """Whether the fact ended the complaint, or gave it back as ended."""
        return not self.after.is_open and self.before is not None and self.before.is_open

    @property
    def is_open_again(self) -> bool:
        """Whether the complaint had ended, and no longer has."""
        return self.before is not None and not self.before.is_open and self.after.is_open

    @property
    def is_answered(self) -> bool:
        """Whether the fact answered the complaint as a whole."""
        if isinstance(self.event, ResponseSent | CommunicationImpossible):
            return self.moves(to="RESPONDED")
        return isinstance(self.event, ResolutionAgreed) and self.moves(to="ACCEPTED")

    @property
    def is_answered_to_all(self) -> bool:
        """Whether each of its own people to whom the answer is due has it, by this fact."""
        if joint_awaiting(self.after):
            return False
        others = (ResponseSent, DecisionAccepted, DecisionRejected, ComplainantLeft)
        was_awaited = self.before is not None and bool(joint_awaiting(self.before))
        return self.is_answered or (was_awaited and isinstance(self.event, others))

    @property
    def when_all_answered(self) -> When:
        """When the last of its own people was told, whichever letter was entered last."""
        return self._latest([one.answered for one in together(self.after)])

    @property
    def is_acknowledged_to_all(self) -> bool:
        """Whether each of its own people who must agree knows by this fact that it is received."""
        if not self.after.is_acknowledged or joint_unacknowledged(self.after):
            return False
        was_awaited = self.before is not None and bool(joint_unacknowledged(self.before))
        others = isinstance(self.event, ComplaintAcknowledged | ComplainantLeft)
        return self.is_acknowledged or (was_awaited and others)

    @property
    def when_all_acknowledged(self) -> When:
        """When the last of them was told so, whichever was entered last."""
        return self._latest([one.acknowledged for one in together(self.after)])

    def _latest(self, times: Sequence[When | None]) -> When:
        known = [(each.earliest, each) for each in (self.when, *times) if each]
        dated = [(at, each) for at, each in known if at is not None]
        return max(dated, key=itemgetter(0))[1] if dated else self.when

    @property
    def is_acknowledged(self) -> bool:
        """Whether the complainant was told that the complaint as a whole is received."""
        event = self.event
        return isinstance(event, ComplaintAcknowledged) and not event.is_for_party_alone

    @property
    def acknowledged_alone(self) -> tuple[UUID, ...]:
        """Who came with a merged complaint, was told just now that it is received, and awaits more.

        Nothing counts for who has the answer already.
        """
        if self.before is None or not isinstance(self.event, ComplaintAcknowledged):
            return ()
        before = {each.party_id for each in unacknowledged(self.before)}
        return tuple(
            each.party_id
            for each in awaiting(self.after)
            if each.party_id in before and each.acknowledged is not None
        )

    @property
    def answered_alone(self) -> tuple[UUID, ...]:
        """Who came with a merged complaint, and was told the answer just now, to them alone."""
        event = self.event
        if not isinstance(event, ResponseSent) or not event.is_for_party_alone:
            return ()
        if event.kind == "written_confirmation":
            return ()
        return self.after.acts_for(event.to_party_id, self.recorded.occurred.day)

    @property
    def answered_too(self) -> tuple[UUID, ...]:
        """Who was told the answer by the letter to the whole, beside the first of its own."""
        own = [each for each in self._told if self.after.parties[each].from_id is None]
        return tuple(each for each in self._told if each not in own[:1])

    @property
    def is_answer_to_guests(self) -> bool:
        """Whether whoever was told the answer to the whole came with merged complaints."""
        return bool(self._told) and set(self._told) == set(self.answered_too)

    @property
    def _told(self) -> tuple[UUID, ...]:
        if not isinstance(self.event, ResponseSent) or not self.is_answered:
            return ()
        return self.after.acts_for(self.event.to_party_id, self.recorded.occurred.day)

    @property
    def is_contacted(self) -> bool:
        """Whether all who complain were kept informed."""
        return self.informs_all("contact")

    def informs_all(self, message: Message) -> bool:
        """Whether all who complain have heard this, by this fact the last of them."""
        return self.before is not None and informs_all(self.before, message, self.recorded)

    @property
    def is_taken_up_again(self) -> bool:
        """Whether work on an answer begins again."""
        if isinstance(self.event, DecisionSetAside):
            return self.moves(to="INVESTIGATING")
        if not isinstance(self.event, ComplaintReopened) or not self.moves():
            return False
        return self.event.ground_code != "closed_in_error" and self.after.state in PRE

    @property
    def drops_review(self) -> bool:
        """Whether a review fell away, and with it what it owed."""
        fell = isinstance(self.event, InternalReviewDeclined | InternalReviewWithdrawn)
        return fell and self.moves(out_of="REVIEW")

    @property
    def newly_owed(self) -> tuple[RemedyState, ...]:
        """The remedies that are owed by this fact and were not before."""
        before = {remedy.remedy_id for remedy in self.before.owed} if self.before else set()
        return tuple(remedy for remedy in self.after.owed if remedy.remedy_id not in before)
