"""Ann's and Bob's complaints of one matter, which are merged, split and unmerged by commands."""

from typing import Any
from uuid import UUID

from domain.complaint.state import Complaint
from domain.decision_context import Command, NewEvent
from domain.event import DomainEvent
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.system_actors import SYSTEM
from domain.values import Actor, When
from tests.support.controls import HANDLER, LONDON, OTHER_HANDLER, POLICY, PRIVACY_OFFICER
from tests.support.office import Office, Told

GROUP: dict[str, Any] = {"ground_code": "represented_group"}


class Matter(Office):
    """Ann complains of somebody, and on a further point; Bob complains of the same."""

    def __init__(self, policy: Policy = POLICY) -> None:
        super().__init__(policy=policy)
        points: dict[str, Any] = {"issues": [{}, {}]}
        self.anns = self.received(complainant={"name": "Ann"}, narrative="H2", **points)
        self.bobs = self.received(complainant={"name": "Bob"}, narrative="Late")

    def received(self, **told: Any) -> UUID:
        """Receive a further complaint."""
        return self.asked("receive", **told).context.complaint_id

    def asked(self, name: str, of: UUID | None = None, by: Actor = HANDLER, **told: Any) -> Told:
        """Give a command, by the handler unless told."""
        kind = COMMANDS[name]
        return self.give(kind, kind.model.model_validate(told), by=by, of=of)

    def shown(self, of: UUID) -> UUID:
        """The contact in which somebody else was told what is entered next; its event id."""
        rang = {"direction": "inbound", "channel_code": "phone"}
        told = self.asked("record_contact", of, by=OTHER_HANDLER, **rang)
        return told.recorded[0].event_id

    @property
    def ann(self) -> Complaint:
        """Ann's complaint as it stands."""
        return self.complaints[self.anns]

    @property
    def bob(self) -> Complaint:
        """Bob's complaint as it stands."""
        return self.complaints[self.bobs]

    def merge(self, **asked: Any) -> None:
        """Ann's complaint goes on in Bob's."""
        asked = {**GROUP, **asked}
        self.asked("merge_complaint", self.anns, into_id=self.bobs, **asked)

    def told_before(self, of: UUID, event: DomainEvent) -> None:
        """Record what an earlier version of Plaint told."""
        fact = NewEvent(event=event, occurred=When(at=self.now, zone=LONDON))
        self._record(fact, 0, self.context(Command(), SYSTEM, of))

    def unmerge(self) -> None:
        """Ann's complaint goes on by itself again."""
        self.asked("unmerge_complaint", self.anns, by=PRIVACY_OFFICER, ground_code="mistake")

    def split(self) -> UUID:
        """A point of Ann's becomes a complaint of its own."""
        gone = next(iter(self.complaints[self.anns].issues))
        self.asked("split_complaint", self.anns, issue_ids=[gone])
        return self.complaints[self.anns].split_into[-1]
