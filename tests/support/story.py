"""A complaint told from command to command, as services run it: decide, record, go on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.complaint.fold import evolve, fold
from domain.complaint.state import Complaint
from domain.decision_context import DecisionContext, NewEvent
from domain.errors import Refusal
from domain.policy import Policy
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import HANDLER, POLICY, SECOND_APPROVER, T0, context


@dataclass
class Story:
    """The complaint so far, its events, and what time it is. others: the events of other ones."""

    policy: Policy = POLICY
    now: datetime = T0
    complaint: Complaint | None = None
    events: list[Recorded] = field(default_factory=list)
    commands: int = 0
    others: dict[UUID, list[Recorded]] = field(default_factory=dict)

    def do(self, name: str, **asked: Any) -> list[NewEvent]:
        """Give a command, a minute after the last; what it yielded is recorded. Raises Refusal.

        by: the actor, the handler unless told; all else are the command's fields.
        """
        by: Actor = asked.pop("by", HANDLER)
        self.now += timedelta(minutes=1)
        self.commands += 1
        kind = COMMANDS[name]
        present = self.context(by)
        facts = kind(self.complaint, kind.model(**asked), present)
        for index, fact in enumerate(facts):
            self._record(fact, index, present)
        return facts

    def approved(self, name: str, **asked: Any) -> list[NewEvent]:
        """Give a command that takes two people, and have it approved by another approver."""
        self.do(name, **asked)
        return self.do("grant_approval", by=SECOND_APPROVER)

    def refuses(self, name: str, **asked: Any) -> str:
        """The name of the rule by which a command is refused, or nothing if it is not."""
        try:
            self.do(name, **asked)
        except Refusal as refusal:
            return refusal.code
        return ""

    def context(self, by: Actor) -> DecisionContext:
        """The situation of the present command."""
        present = context(self.now, by=by, under=self.policy, command=f"command {self.commands}")
        known = {each: fold(events) for each, events in self.others.items()}
        others = {each: other for each, other in known.items() if other is not None}
        return replace(present, history=tuple(self.events), others=others)

    def wait(self, **time: int) -> None:
        """Let time pass, and the clock turn what was due meanwhile into facts."""
        self.now += timedelta(**time)
        for deadline in list(self.present.deadlines.values()):
            if deadline.status == "running" and deadline.due_at < self.now:
                clock = Actor(kind="system", id=HANDLER.id, role="clock")
                self.do("pass_deadline", by=clock, deadline_id=deadline.fact.deadline_id)

    @property
    def present(self) -> Complaint:
        """The complaint as it is."""
        assert self.complaint is not None
        return self.complaint

    def told(self) -> list[str]:
        """The names of its events without those about deadlines and approvals, in order."""
        names = [one.event.TYPE for one in self.events]
        return [name for name in names if not name.startswith(("Deadline", "Approval"))]

    def deadlines(self) -> dict[str, str]:
        """What became of each kind of due date, of the latest of its kind."""
        return {each.fact.kind: each.status for each in self.present.deadlines.values()}

    def _record(self, fact: NewEvent, index: int, present: DecisionContext) -> None:
        if fact.stream_id is None:
            events = self.events
        else:
            events = self.others.setdefault(fact.stream_id, [])
        draft = enveloped(fact, index, present, events)
        after = evolve(self.complaint if fact.stream_id is None else fold(events), draft)
        events.append(draft.changed(state=after.state))
        if fact.stream_id is None:
            self.complaint = after


def enveloped(
    fact: NewEvent, index: int, present: DecisionContext, events: Sequence[Recorded]
) -> Recorded:
    """A fact as a record holds it, but for the state. index: within its command.

    events: those of its complaint so far.
    """
    last = events[-1].recorded_at if events else present.now
    return Recorded(
        event=fact.event,
        event_id=present.event_id(index),
        stream_kind="complaint",
        stream_id=fact.stream_id or present.complaint_id,
        version=len(events) + 1,
        occurred=fact.occurred,
        recorded_at=max(present.now, last),
        actor=fact.actor or present.actor,
        command_id=present.command_id,
        correlation_id=present.command_id,
        prev="",
        policy=present.policy_ref,
        on_behalf_of=fact.on_behalf_of,
        entered_from=fact.entered_from,
        causation_id=(
            None if fact.caused_by is None else uuid5(present.command_id, str(fact.caused_by))
        ),
    )
