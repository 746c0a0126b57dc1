"""One command on one complaint or more: load, decide, append; again when somebody was faster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid5

from structlog.contextvars import bound_contextvars

from adapters import event_json, octets
from adapters.clock import now, random_id
from adapters.record import Append, Appended, Outcome, Record
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import Command, DecisionContext
from domain.errors import Refusal
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from services.access.sight import Sight
from services.commands.decision_inputs import Gathering, HoldsKeys
from services.commands.event_assembly import Composed, Head, Origin, compose
from services.commands.sealing_keys import Contacts, SealingKeys, SealsKeys
from services.commands.stream_heads import Heads
from services.policies.earlier_policies import EarlierPolicies
from services.policies.policy_in_force import Policies, PolicyInForce

ATTEMPTS = 8


class VersionMoved(Exception):
    """The complaint is at another version than the caller had read."""

    def __init__(self, expected: frozenset[int], found: int) -> None:
        named = f"(expected version: {' or '.join(map(str, sorted(expected)))}, found: {found})"
        super().__init__(f"the complaint has moved on {named}: read it again and decide again")
        self.found = found


class OtherRequest(Exception):
    """The idempotency key was used before, for another request."""

    def __init__(self) -> None:
        super().__init__("this idempotency key was used for another request: use a fresh one")


class TooContended(Exception):
    """Others changed the complaint again and again while this command was being decided."""

    def __init__(self) -> None:
        super().__init__(f"the complaint changed {ATTEMPTS} times meanwhile: try again later")


class Keys(SealsKeys, HoldsKeys, Protocol):
    """The part of the key store that sealing, and opening what is sealed again, needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One command as it came to the door.

    complaint_id: None begins a complaint. key: what makes a repetition recognisable, such as
    ("http", principal, Idempotency-Key); None for a command that is made once. told: its fields
    as they came, where something is to be said of them. expected_versions: one of which it must be.
    staff_roles: those of everybody with a key, for a command that needs them.
    """

    name: str
    command: Command
    actor: Actor
    complaint_id: UUID | None = None
    key: tuple[str, ...] | None = None
    expected_versions: frozenset[int] | None = None
    correlation_id: UUID | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    staff_roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: its events, and the complaint right after it.

    complaint, version: of the command's own complaint; events: all, some maybe of other ones.
    remarks: what whoever gave it should know about it.
    """

    complaint: Complaint | None
    complaint_id: UUID
    version: int
    command_id: UUID
    events: tuple[Recorded, ...]
    is_repeat: bool
    remarks: tuple[str, ...] = ()


class Complaints:
    """Runs commands against the record; all that it keeps is the heads that it saw last."""

    def __init__(
        self,
        record: Record,
        *,
        keys: Keys,
        policies: Policies,
        secret: bytes,
        now: Callable[[], datetime] = lambda: now(),
        contacts: Contacts | None = None,
    ) -> None:
        self._now, self._record = now, record
        self._heads = Heads(record)
        self._gathering = Gathering(self._heads, record, keys)
        self._policies, self._earlier = policies, EarlierPolicies(record)
        self._sealing, self._secret = SealingKeys(keys, contacts), secret

    async def run(self, asked: Asked) -> Done:
        """Carry out a command; its events are durable when this returns.

        Raises Refusal, NotFound, VersionMoved, OtherRequest, TooContended, TooLarge, NotCanonical.
        """
        kind = COMMANDS[asked.name]
        command_id = octets.command_id(self._secret, *asked.key) if asked.key else random_id()
        body = asked.command.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        target = str(asked.complaint_id or "")
        request = octets.request_digest(self._secret, asked.name, target, body)
        with bound_contextvars(command_id=str(command_id)):
            if asked.key and (done := await self._repeated(command_id, request)):
                return done
            try:
                return await self._decide_until_stored(kind, asked, command_id, request)
            except (Refusal, VersionMoved, TooContended):
                # The first try of a repeated command may have been stored only meanwhile.
                if asked.key and (done := await self._repeated(command_id, request)):
                    return done
                raise

    async def has_run(self, asked: Asked) -> bool:
        """Whether a command with this key was carried out before."""
        known = [octets.command_id(self._secret, *asked.key)] if asked.key else []
        return bool(known and await self._record.known_commands(known))

    async def _repeated(self, command_id: UUID, request: bytes) -> Done | None:
        if not await self._record.known_commands([command_id]):
            return None
        told = await self._record.append(Append(command_id, request))
        return await self._already(command_id, told)

    async def _decide_until_stored(
        self, kind: AnyDecider, asked: Asked, command_id: UUID, request: bytes
    ) -> Done:
        taken = 0
        for attempt in range(ATTEMPTS):
            in_force = await self._policies.in_force(await self._entity(asked))
            sight = Sight(asked.actor, self._now(), kind.is_waived_by(in_force.policy))
            head = await self._head(asked, command_id, sight, fresh=attempt > 0)
            beside = await self._gathering.beside(asked.command, head, fresh=attempt > 0)
            at = self._at(head, *beside.others)
            context = beside.in_(_context(asked, head, in_force, command_id, at, taken))
            known = [head.complaint, *context.others.values()]
            context = await self._earlier.known_in(context, known)
            try:
                facts = kind(head.complaint, asked.command, context)
            except Refusal:
                # A remembered head may be behind another process: only a read one refuses.
                if attempt == 0:
                    continue
                raise
            keys = await self._sealing.of(facts, head, beside.others)
            origin = _origin(asked, context, request)
            made = compose(facts, head=head, others=beside.others, origin=origin, keys=keys)
            told = await self._record.append(made.append)
            if told.outcome is Outcome.STORED:
                return self._stored(made, command_id)
            if told.outcome in (Outcome.ALREADY, Outcome.OTHER_REQUEST):
                return await self._already(command_id, told)
            taken += told.outcome is Outcome.CLAIM_TAKEN
        raise TooContended

    async def _entity(self, asked: Asked) -> str | None:
        """Whose policy decides: that of the complaint's legal entity, which never changes."""
        known = await self._heads.known(asked.complaint_id) if asked.complaint_id else None
        return known.complaint.legal_entity if known and known.complaint else None

    async def _head(self, asked: Asked, command_id: UUID, sight: Sight, *, fresh: bool) -> Head:
        if asked.complaint_id is None:
            return Head.new(uuid5(command_id, "complaint"))
        expected = asked.expected_versions
        head = None if fresh else self._heads.remembered(asked.complaint_id)
        is_other = expected is not None and head is not None and head.version not in expected
        if head is None or is_other or not sight.of(head.complaint):
            head = await self._heads.read(asked.complaint_id)
        sight.check(head.complaint)
        if expected is not None and head.version not in expected:
            raise VersionMoved(expected, head.version)
        return head

    def _at(self, *heads: Head) -> datetime:
        # A clock that is behind the one that recorded the last event would have us act before it.
        return max([self._now(), *(head.recorded_at for head in heads if head.recorded_at)])

    def _stored(self, made: Composed, command_id: UUID) -> Done:
        for head in made.heads:
            self._heads.remember(head)
        of, *_ = made.heads
        return Done(of.complaint, of.stream_id, of.version, command_id, made.recorded, False)

    async def _already(self, command_id: UUID, told: Appended) -> Done:
        if told.outcome is Outcome.OTHER_REQUEST:
            raise OtherRequest
        if told.first_position is None or told.last_position is None:
            return Done(None, octets.NIL, 0, command_id, (), True)
        stored = await self._record.between(told.first_position, told.last_position)
        events = tuple(event_json.recorded(one.public, one.position) for one in stored)
        # A command's first event is always one of its own complaint.
        last = [one for one in events if one.stream_id == events[0].stream_id][-1]
        head = await self._heads.read(last.stream_id, upto=last.version)
        return Done(head.complaint, last.stream_id, last.version, command_id, events, True)


def _context(
    asked: Asked,
    head: Head,
    in_force: PolicyInForce,
    command_id: UUID,
    at: datetime,
    references_taken: int,
) -> DecisionContext:
    return DecisionContext(
        command_id=command_id,
        complaint_id=head.stream_id,
        reference_of=lambda new_id: octets.reference(new_id, references_taken),
        legal_entity=in_force.legal_entity,
        zone=in_force.zone,
        actor=asked.actor,
        now=at,
        policy=in_force.policy,
        policy_ref=in_force.ref,
        staff_roles=asked.staff_roles,
    )


def _origin(asked: Asked, context: DecisionContext, request: bytes) -> Origin:
    return Origin(
        command_id=context.command_id,
        request=request,
        actor=asked.actor,
        now=context.now,
        correlation_id=asked.correlation_id or context.command_id,
        policy=context.policy_ref,
    )
