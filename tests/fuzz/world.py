"""What is known of the complaints behind the API, and what their rules would say to a command."""

from collections.abc import Sequence
from uuid import UUID

from adapters import event_json
from adapters.clock import now
from domain.complaint.fold import evolve
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.errors import Refusal
from domain.policy import Policy
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from services.access.principals import Principals
from services.access.sight import Sight
from tests.fuzz.serving import Served
from tests.support.asking import Present
from tests.support.office import Office

MOST_AT_ONCE = 1_000


class World:
    """Reads the record after every request: what was recorded is known, also in secret."""

    def __init__(self, served: Served, policy: Policy) -> None:
        calendars = {(one.calendar_id, one.version): one for one in policy.calendars}
        self.office = Office(policy=policy, now=now(), calendars=calendars)
        self._served = served
        self._record = served.parts.record
        self._principals = Principals(self._record.pool)
        self._keys: dict[Actor, str] = {}
        self._position = 0
        self.catch_up()

    def catch_up(self) -> Sequence[Recorded]:
        """What was recorded since the last time."""
        found: list[Recorded] = []
        while stored := self._served.portal.call(self._record.after, self._position, MOST_AT_ONCE):
            self._position = stored[-1].position
            found += [event_json.recorded(one.public, one.position) for one in stored]
        for one in found:
            if one.stream_kind == "complaint":
                self.office.events.setdefault(one.stream_id, []).append(one)
                known = self.office.complaints.get(one.stream_id)
                self.office.complaints[one.stream_id] = evolve(known, one)
        return found

    def key_of(self, actor: Actor) -> str:
        """The key with which somebody comes to the door."""
        if actor not in self._keys:
            new = self._served.portal.call(self._made, actor)
            self._keys[actor] = new
        return self._keys[actor]

    async def _made(self, actor: Actor) -> str:
        role, unit = actor.role or "", actor.unit
        return (await self._principals.new(role, unit=unit, principal_id=actor.id)).key

    @property
    def staff_ids(self) -> frozenset[str]:
        """The ids of all who work here and have a key."""
        return frozenset(str(each.id) for each in self._keys if each.kind == "staff")

    def present(self, of: UUID) -> Present:
        """A complaint as it is now."""
        self.office.now = now()
        return self.office.present(of)

    def is_seen(self, by: Actor, of: UUID, name: str = "") -> bool:
        """Whether a complaint is there for somebody, who would do what has this name."""
        kind = COMMANDS.get(name)
        waived = kind is not None and kind.is_waived_by(self.office.policy)
        return Sight(by, now(), waived).of(self.office.complaints[of])

    def may(self, kind: AnyDecider, by: Actor, of: UUID) -> bool:
        """Whether a command of this kind can be accepted at all."""
        at = self.office.context(Command(), by, of)
        return kind.refused(self.office.complaints[of], at) is None

    def accepts(self, kind: AnyDecider, command: Command, by: Actor, of: UUID | None) -> bool:
        """Whether the rules would accept this command now."""
        self.office.now = now()
        at = self.office.context(command, by, of)
        own = self.office.complaints.get(of) if of else None
        try:
            kind(own, command, at)
        except Refusal:
            return False
        return True
