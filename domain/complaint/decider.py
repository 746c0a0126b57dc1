"""A command on a complaint: what holds for every one of them, whatever it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from domain import decider
from domain.complaint.acts import Act, BodyAct, EnteredAct, OutsideAct, check_act
from domain.complaint.authority.approval_requests import ActForApproval, check_not_asked_yet
from domain.complaint.authority.state import awaiting
from domain.complaint.confidentiality.erasure_guard import check_outlasts_erasure
from domain.complaint.deadlines.overdue import pass_what_is_over
from domain.complaint.draft import Draft
from domain.complaint.events import ApprovalLapsed
from domain.complaint.parties.arrival import as_it_arrived, by_whom
from domain.complaint.parties.departed import check_may_act
from domain.complaint.proof_named import check_proof
from domain.complaint.reckoning import placed_within
from domain.complaint.state import Complaint
from domain.decision_context import Command, DecisionContext, NewEvent
from domain.errors import Refusal
from domain.policy import Policy
from domain.system_actors import SYSTEM
from domain.values import When

C = TypeVar("C", bound=Command)


class TakesTwoPeople(Refusal, code="TakesTwoPeople"):
    """One step of several takes a second person, who would approve it without the others."""

    clause = "4.12"
    rule = "this takes a second person, so it is not done together with other steps"
    instead = "give that command by itself, and have it approved"


@dataclass(frozen=True, slots=True)
class Decider(decider.Decider[Complaint, C]):
    """A command on a complaint; before it decides, what holds for every act is asked.

    is_for_conflicted: somebody excluded may do it where the policy waives that duty (invariant 7).
    """

    deciding: Callable[[Draft, C], None]
    may: Callable[[Draft], None] = decider.anytime
    is_for_conflicted: bool = False

    def is_waived_by(self, policy: Policy) -> bool:
        """Whether the policy waives that whoever is excluded may not give it."""
        return self.is_for_conflicted and policy.separation.handle_conflicted == "waived"

    def begun(
        self, complaint: Complaint | None, context: DecisionContext, occurred: When | None
    ) -> Draft:
        """An empty draft of a command on this complaint."""
        return Draft(context, complaint, occurred or context.now_of(complaint))

    def __call__(
        self, complaint: Complaint | None, command: C, context: DecisionContext
    ) -> list[NewEvent]:
        """The events of the command, in order. Raises a subclass of Refusal."""
        command = placed_within(command, context.zone_of(complaint))
        command, claimed = as_it_arrived(command, context.actor)
        draft = self.begun(complaint, context, getattr(command, "occurred", None))
        draft.claimed = claimed
        draft.is_of_staff = isinstance(command, Act) and not isinstance(command, EnteredAct)
        if isinstance(command, Act | OutsideAct | BodyAct):
            pass_what_is_over(draft)
        # First what holds whatever the command says, so that the refusal is the one foretold.
        self._check(draft)
        if isinstance(command, Act):
            check_act(command, complaint, occurred=draft.occurred, now=context.now)
        self.deciding(draft, by_whom(draft.state, draft.actor, command))
        check_proof(draft, command)
        if draft.for_approval is not None:
            draft = self._requested(complaint, context, draft.for_approval)
        if not isinstance(command, OutsideAct | BodyAct):
            check_outlasts_erasure(draft.facts, complaint, context.others)
        return draft.facts

    def _requested(
        self, complaint: Complaint | None, context: DecisionContext, for_approval: ActForApproval
    ) -> Draft:
        """The same command as a request: nothing of what it says has happened."""
        act = for_approval.act
        draft = self.begun(complaint, context, None if act.KEEPS_ITS_TIME else act.occurred)
        draft.is_of_staff = True
        roles = act.approving_roles(context.policy)
        for old in awaiting(draft.complaint.approvals):
            if context.now > old.stands_until:
                lapsed = ApprovalLapsed(approval_id=old.approval_id, ground_code="too_old")
                draft.add(lapsed, actor=SYSTEM)
        request = for_approval.request(self.name, draft.new_id("approval"), roles)
        check_not_asked_yet(draft.complaint, request)
        draft.add(request)
        return draft

    def step(self, draft: Draft, command: C) -> None:
        """The same on a draft, for commands that are made of several decisions."""
        self._check(draft)
        self.deciding(draft, command)
        if draft.for_approval is not None:
            raise TakesTwoPeople(act=self.name)

    def refused(self, complaint: Complaint | None, context: DecisionContext) -> Refusal | None:
        """Why no such command can be done now; None where it depends on what it says."""
        try:
            draft = self.begun(complaint, context, None)
            pass_what_is_over(draft)
            self._check(draft)
        except Refusal as refusal:
            return refusal
        return None

    def _check(self, draft: Draft) -> None:
        conflicted = self.is_waived_by(draft.context.policy)
        check_may_act(draft.state, draft.actor, on=draft.now.day, conflicted=conflicted)
        self.may(draft)
