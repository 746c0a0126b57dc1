"""A command on a complaint being decided: the facts so far, and what follows from each.

A composite command takes several such steps, each on the complaint as the one before has left it.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain import draft
from domain.complaint.act_order import check_follows
from domain.complaint.acts import Act, OutsideAct, doubted
from domain.complaint.authority.approval_requests import ActForApproval, Grant
from domain.complaint.consequences import consequences
from domain.complaint.events import ApprovalLapsed
from domain.complaint.fold import evolve
from domain.complaint.parties.arrival import with_claim
from domain.complaint.preconditions import HasEnded, NoSuchComplaint, NotReceived
from domain.complaint.state import Complaint
from domain.complaint.transition import Transition
from domain.decision_context import NewEvent
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.system_actors import SYSTEM
from domain.values import Actor, When


@dataclass(slots=True)
class Draft(draft.Draft[Complaint]):
    """The facts of one command in the making. state: None before a receipt.

    is_of_staff: staff say what they did themselves, so that its time has to fit. claimed: when
    somebody outside says that they did what has the time of its arrival. grant: the approval that a
    second person is giving. for_approval: what takes one and has none; then the facts are dropped,
    and it is asked for instead.
    A command may state facts of other complaints too: they are told by ``add(…, to=…)`` and read
    by ``other``, each as the facts so far leave it.
    """

    KIND: ClassVar[str] = "complaint"

    is_of_staff: bool = False
    claimed: When | None = None
    grant: Grant | None = None
    for_approval: ActForApproval | None = None

    def evolved(self, before: Complaint | None, recorded: Recorded) -> Complaint:
        """The complaint after one more event."""
        return evolve(before, recorded)

    @property
    def complaint(self) -> Complaint:
        """The complaint as the facts so far leave it. Raises NotReceived."""
        if self.state is None:
            raise NotReceived
        return self.state

    def other(self, complaint_id: UUID) -> Complaint:
        """The complaint of this id, also the command's own. Raises NoSuchComplaint."""
        found = self._standing(complaint_id)
        if found is None:
            raise NoSuchComplaint(complaint_id=complaint_id)
        return found

    def require_open(self) -> Complaint:
        """The complaint, if it has not ended. Raises HasEnded."""
        complaint = self.complaint
        if not complaint.is_open:
            raise HasEnded.of(complaint)
        return complaint

    def add(
        self,
        event: DomainEvent,
        *,
        of: Act | OutsideAct | None = None,
        occurred: When | None = None,
        actor: Actor | None = None,
        caused_by: int | None = None,
        to: UUID | None = None,
    ) -> UUID:
        """Add a fact with all that follows from it by the rules; its event id.

        of: the act whose time, proof and party the fact takes; a party is one of the complaint that
        it is told in. to: the other complaint that it is a fact of, known or begun by it.
        """
        own_id, when = self.context.complaint_id, occurred or self.occurred
        if caused_by is None:
            event = with_claim(event, self.claimed)
            event = doubted(event, self.state, when, self.context.now)
        fact = NewEvent(
            event=event,
            occurred=when,
            actor=actor,
            caused_by=caused_by,
            on_behalf_of=self._on_behalf_of(of, to),
            entered_from=of.entered_from if of else None,
            stream_id=None if to == own_id else to,
        )
        index, transition = len(self.facts), self._told(fact)
        if self.is_of_staff and caused_by is None and fact.stream_id is None:
            check_follows(transition.before, transition.after, transition.recorded, self.zone)
        for following in consequences(transition, self.new_id):
            if self._is_granted_now(following):
                continue
            self.add(following, occurred=transition.when, actor=SYSTEM, caused_by=index, to=to)
        return transition.recorded.event_id

    def add_copy(self, fact: NewEvent) -> None:
        """Add what was told before, in another complaint; what follows from it has followed."""
        self._told(fact)

    def _is_granted_now(self, event: DomainEvent) -> bool:
        """Whether it would end the request that this command grants, by what that does first."""
        granted = self.grant.request.approval_id if self.grant else None
        return isinstance(event, ApprovalLapsed) and event.approval_id == granted

    def _told(self, fact: NewEvent) -> Transition:
        return Transition(*self._record(fact), self.context)

    def _on_behalf_of(self, of: Act | OutsideAct | None, to: UUID | None) -> UUID | None:
        """Whose act it is, where staff enter it, or a representative acts for one complainant.

        Elsewhere it is that of one of the complainants there, as nobody else is known there.
        """
        if to not in (None, self.context.complaint_id):
            there, party_id = self._standing(to), getattr(of, "party_id", None)
            return party_id if there and party_id in there.parties else None
        if self.actor.kind == "party" and of is not None:
            principals = self.complaint.acts_for(self.actor.id, self.occurred.day)
            is_for_one = len(principals) == 1 and principals[0] != self.actor.id
            return principals[0] if is_for_one else None
        if not isinstance(of, OutsideAct) or self.actor.kind != "staff":
            return None
        return of.party_id or self.complaint.party_id
