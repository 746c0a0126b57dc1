"""A decider: one command, who may give it, and the pure decision that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.complaint.acts import Act, BodyAct, EnteredAct, OutsideAct, check_act
from domain.complaint.authority.approval_requests import Asked, check_not_asked_yet
from domain.complaint.confidentiality.erasure_guard import check_outlasts_erasure
from domain.complaint.deadlines.overdue import pass_what_is_over
from domain.complaint.parties.arrival import as_it_arrived, by_whom
from domain.complaint.parties.departed import check_may_act
from domain.complaint.reckoning import placed_within
from domain.complaint.state import Complaint
from domain.decision_context import Command, DecisionContext, NewEvent
from domain.draft import Draft
from domain.errors import Refusal
from domain.policy import Policy
from domain.roles import HANDLER
from domain.values import When

C = TypeVar("C", bound=Command)


class TakesTwoPeople(Refusal, code="TakesTwoPeople"):
    """One step of several takes a second person, who would approve it without the others."""

    clause = "4.12"
    rule = "this takes a second person, so it is not done together with other steps"
    instead = "give that command by itself, and have it approved"


def _anytime(_draft: Draft) -> None:
    """Nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Decider(Generic[C]):
    """A command with its clause, its roles and its decision: from a complaint to new events.

    name: a verb, stable for ever. deciding: adds the events. clause: of ISO 10002:2018. summary:
    one line, for help and for the API's description. roles: whoever may come to the door with it;
    the decision itself asks what the policy lets them do. may: refuses what no command of this name
    could do now, whatever it says; so it is known beforehand what may be done next. begins: there
    is no complaint yet. own_address: where the API takes it, after the complaint, if more comes
    with it than its fields or more is done than storing events; then its route and its word at the
    keyboard are written out, not made from here. is_for_conflicted: somebody excluded may do it
    where the policy waives that duty (invariant 7).
    """

    name: str
    model: type[C]
    deciding: Callable[[Draft, C], None]
    clause: str
    summary: str
    roles: frozenset[str] = HANDLER
    may: Callable[[Draft], None] = _anytime
    begins: bool = False
    own_address: str | None = None
    is_for_conflicted: bool = False

    @property
    def address(self) -> str:
        """The last part of its address in the API."""
        return self.own_address or self.name.replace("_", "-")

    def is_waived_by(self, policy: Policy) -> bool:
        """Whether under this policy somebody excluded may give it all the same (invariant 7)."""
        return self.is_for_conflicted and policy.separation.handle_conflicted == "waived"

    def __call__(
        self, complaint: Complaint | None, command: C, context: DecisionContext
    ) -> list[NewEvent]:
        """The events of the command, in order. Raises a subclass of Refusal."""
        command = placed_within(command, context.zone_of(complaint))
        command, claimed = as_it_arrived(command, context.actor)
        draft = _begun(complaint, context, getattr(command, "occurred", None))
        draft.claimed = claimed
        draft.is_of_staff = isinstance(command, Act) and not isinstance(command, EnteredAct)
        if isinstance(command, Act | OutsideAct | BodyAct):
            pass_what_is_over(draft)
        # First what holds whatever the command says, so that the refusal is the one foretold.
        self._check(draft)
        if isinstance(command, Act):
            check_act(command, complaint, occurred=draft.occurred, now=context.now)
        self.deciding(draft, by_whom(draft.state, draft.actor, command))
        if draft.asked is not None:
            draft = self._requested(complaint, context, draft.asked)
        if not isinstance(command, OutsideAct | BodyAct):
            check_outlasts_erasure(draft.facts, complaint, context.others)
        return draft.facts

    def _requested(
        self, complaint: Complaint | None, context: DecisionContext, asked: Asked
    ) -> Draft:
        """The same command as a request: nothing of what it says has happened."""
        act = asked.act
        draft = _begun(complaint, context, None if act.KEEPS_ITS_TIME else act.occurred)
        draft.is_of_staff = True
        roles = act.approving_roles(context.policy)
        request = asked.request(self.name, draft.new_id("approval"), roles)
        check_not_asked_yet(draft.complaint, request)
        draft.add(request)
        return draft

    def step(self, draft: Draft, command: C) -> None:
        """The same on a draft, for commands that are made of several decisions."""
        self._check(draft)
        self.deciding(draft, command)
        if draft.asked is not None:
            raise TakesTwoPeople(act=self.name)

    def refused(self, complaint: Complaint | None, context: DecisionContext) -> Refusal | None:
        """Why no such command can be done now; None where it depends on what it says."""
        try:
            draft = _begun(complaint, context, None)
            pass_what_is_over(draft)
            self._check(draft)
        except Refusal as refusal:
            return refusal
        return None

    def _check(self, draft: Draft) -> None:
        conflicted = self.is_waived_by(draft.context.policy)
        check_may_act(draft.state, draft.actor, on=draft.now.day, conflicted=conflicted)
        self.may(draft)


AnyDecider = Decider[Any]


def _begun(complaint: Complaint | None, context: DecisionContext, occurred: When | None) -> Draft:
    now = When(at=context.now, zone=context.zone_of(complaint))
    return Draft(context, complaint, occurred or now)
