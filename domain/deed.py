"""A command being decided: the facts so far, what follows from each, and the complaint as it is.

A composite command takes several such steps, each on the complaint as the one before has left it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from domain.actors import SYSTEM
from domain.acts import Act, BodyAct, EnteredAct, OutsideAct, check_act, doubted
from domain.arrival import as_it_arrived, by_whom, with_claim
from domain.asked import Asked, Grant, check_not_asked_yet
from domain.complaint import evolve
from domain.consequences import consequences
from domain.consequences.turn import Turn
from domain.decision import Command, Fact, Situation
from domain.departed import check_may_act
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.existing import HasEnded, NoSuchComplaint, NotReceived, ReceivedAlready
from domain.following import check_follows
from domain.reckoning import placed_within
from domain.state import Complaint
from domain.under_erasure import check_outlasts_erasure
from domain.values import Actor, When

__all__ = [
    "Decision",
    "Deed",
    "HasEnded",
    "NoSuchComplaint",
    "NotReceived",
    "ReceivedAlready",
]


@dataclass(slots=True)
class Deed:
    """The facts of one command in the making. state: None before a receipt.

    is_of_staff: staff say what they did themselves, so that its time has to fit. claimed: when
    somebody outside says that they did what has the time of its arrival. grant: the approval that a
    second person is giving. asked: what takes one and has none; then the facts are dropped, and it
    is asked for instead.
    A command may state facts of other complaints too: they are told by ``add(…, to=…)`` and read
    by ``other``, each as the facts so far leave it.
    """

    situation: Situation
    state: Complaint | None
    occurred: When
    is_of_staff: bool = False
    claimed: When | None = None
    grant: Grant | None = None
    asked: Asked | None = None
    facts: list[Fact] = field(default_factory=list)
    _made: Counter[str] = field(default_factory=Counter)
    _others: dict[UUID, Complaint] = field(default_factory=dict)

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

    @property
    def actor(self) -> Actor:
        """Who gives the command."""
        return self.situation.actor

    @property
    def zone(self) -> str:
        """The zone in which the complaint's days are meant."""
        return self.situation.zone_of(self.state)

    @property
    def now(self) -> When:
        """The present instant in the complaint's zone."""
        return When(at=self.situation.now, zone=self.zone)

    def new_id(self, what: str) -> UUID:
        """A fresh id for something that this command makes."""
        self._made[what] += 1
        return self.situation.new_id(what, self._made[what])

    def require_open(self) -> Complaint:
        """The complaint, if it has not ended. Raises HasEnded."""
        complaint = self.complaint
        if not complaint.is_open:
            raise HasEnded(complaint=complaint.reference, state=complaint.state)
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

        of: the act whose time, proof and party the fact takes; a party is one of its own complaint
        only. to: the other complaint that it is a fact of, known or begun by it.
        """
        own_id, when = self.situation.complaint_id, occurred or self.occurred
        if caused_by is None:
            event = with_claim(event, self.claimed)
            event = doubted(event, self.state, when, self.situation.now)
        fact = Fact(
            event=event,
            occurred=when,
            actor=actor,
            caused_by=caused_by,
            on_behalf_of=self._on_behalf_of(of) if to in (None, own_id) else None,
            entered_from=of.entered_from if of else None,
            stream_id=None if to == own_id else to,
        )
        index, turn = len(self.facts), self._told(fact)
        if self.is_of_staff and caused_by is None and fact.stream_id is None:
            check_follows(turn.before, turn.after, turn.recorded, self.zone)
        for following in consequences(turn, self.new_id):
            self.add(following, occurred=turn.when, actor=SYSTEM, caused_by=index, to=to)
        return turn.recorded.event_id

    def add_copy(self, fact: Fact) -> None:
        """Add what was told before, in another complaint; what follows from it has followed."""
        self._told(fact)

    def _told(self, fact: Fact) -> Turn:
        before = self._standing(fact.stream_id)
        recorded = self.situation.draft(fact, len(self.facts), before)
        self.facts.append(fact)
        after = evolve(before, recorded)
        if recorded.stream_id == self.situation.complaint_id:
            self.state = after
        else:
            self._others[recorded.stream_id] = after
        return Turn(before, after, recorded, self.situation)

    def _standing(self, complaint_id: UUID | None) -> Complaint | None:
        """A complaint as the facts so far leave it; None means the command's own."""
        if complaint_id is None or complaint_id == self.situation.complaint_id:
            return self.state
        return self._others.get(complaint_id) or self.situation.others.get(complaint_id)

    def _on_behalf_of(self, of: Act | OutsideAct | None) -> UUID | None:
        """Whose act it is, where staff enter it, or a representative acts for one complainant."""
        if self.actor.kind == "party" and of is not None:
            principals = self.complaint.acts_for(self.actor.id, self.occurred.day)
            is_for_one = len(principals) == 1 and principals[0] != self.actor.id
            return principals[0] if is_for_one else None
        if not isinstance(of, OutsideAct) or self.actor.kind != "staff":
            return None
        return of.party_id or self.complaint.party_id


C = TypeVar("C", bound=Command)


def _anytime(_deed: "Deed") -> None:
    """Nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Decision(Generic[C]):
    """A pure decision: from a complaint, a command and a situation to facts or a refusal.

    name: the command's, stable for ever. deciding: adds the facts. may: refuses what no command of
    this kind could do now, whatever it says; so it is known beforehand what may be done next.
    is_for_conflicted: somebody excluded may do it where the policy waives that duty (invariant 7).
    """

    name: str
    model: type[C]
    deciding: Callable[[Deed, C], None]
    may: Callable[[Deed], None] = _anytime
    is_for_conflicted: bool = False

    def __call__(self, complaint: Complaint | None, command: C, situation: Situation) -> list[Fact]:
        """The facts of the command, in order. Raises a subclass of Refusal."""
        command = placed_within(command, situation.zone_of(complaint))
        command, claimed = as_it_arrived(command, situation.actor)
        deed = _begun(complaint, situation, getattr(command, "occurred", None))
        deed.claimed = claimed
        deed.is_of_staff = isinstance(command, Act) and not isinstance(command, EnteredAct)
        # First what holds whatever the command says, so that the refusal is the one foretold.
        self._check(deed)
        if isinstance(command, Act):
            check_act(command, complaint, occurred=deed.occurred, now=situation.now)
        self.deciding(deed, by_whom(deed.state, deed.actor, command))
        if deed.asked is not None:
            deed = self._requested(complaint, situation, deed.asked)
        if not isinstance(command, OutsideAct | BodyAct):
            check_outlasts_erasure(deed.facts, complaint, situation.others)
        return deed.facts

    def _requested(self, complaint: Complaint | None, situation: Situation, asked: Asked) -> Deed:
        """The same command as a request: nothing of what it says has happened."""
        act = asked.act
        deed = _begun(complaint, situation, None if act.KEEPS_ITS_TIME else act.occurred)
        deed.is_of_staff = True
        roles = act.approving_roles(situation.policy)
        request = asked.request(self.name, deed.new_id("approval"), roles)
        check_not_asked_yet(deed.complaint, request)
        deed.add(request)
        return deed

    def step(self, deed: Deed, command: C) -> None:
        """The same on a deed, for commands that are made of several decisions."""
        self._check(deed)
        self.deciding(deed, command)

    def refused(self, complaint: Complaint | None, situation: Situation) -> Refusal | None:
        """Why no command of this kind can be done now; None where it depends on what it says."""
        try:
            self._check(_begun(complaint, situation, None))
        except Refusal as refusal:
            return refusal
        return None

    def _check(self, deed: Deed) -> None:
        separation = deed.situation.policy.separation
        conflicted = self.is_for_conflicted and separation.handle_conflicted == "waived"
        check_may_act(deed.state, deed.actor, on=deed.now.day, conflicted=conflicted)
        self.may(deed)


def _begun(complaint: Complaint | None, situation: Situation, occurred: When | None) -> Deed:
    now = When(at=situation.now, zone=situation.zone_of(complaint))
    return Deed(situation, complaint, occurred or now)
