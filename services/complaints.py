"""One command on one complaint: load, decide, append; decide again when somebody was faster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

from structlog.contextvars import bound_contextvars

from adapters import event_json, octets
from adapters.clock import now, random_id
from adapters.record import Append, Appended, Outcome, Record
from adapters.wrapping import KeyName
from domain.commands import COMMANDS, CommandKind
from domain.complaint import Complaint
from domain.decision import Command, Situation
from domain.errors import Refusal
from domain.recorded import Recorded
from domain.values import Actor
from services.composing import Composed, Head, Origin, compose, key_names
from services.heads import Heads
from services.policies import PolicyInForce

ATTEMPTS = 8


class VersionMoved(Exception):
    """The complaint is at another version than the caller had read."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"the complaint has moved on (expected version: {expected}, found: {found}): "
            "read it again and decide again"
        )
        self.found = found


class OtherRequest(Exception):
    """The idempotency key was used before, for another request."""

    def __init__(self) -> None:
        super().__init__(
            "this idempotency key was used for another request: use a fresh key for a new request"
        )


class TooContended(Exception):
    """Others changed the complaint again and again while this command was being decided."""

    def __init__(self) -> None:
        super().__init__(f"the complaint changed {ATTEMPTS} times meanwhile: try again later")


class DataKeys(Protocol):
    """The part of the key store that sealing needs."""

    async def data_keys(self, wanted: Sequence[KeyName]) -> Mapping[KeyName, bytes]:
        """The keys of these names; missing ones are made and committed first."""


class Policies(Protocol):
    """Where the policy in force is known."""

    async def in_force(self) -> PolicyInForce:
        """The policy, its version, and the legal entity that it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One command as it came to the door.

    complaint_id: None begins a complaint. key: what makes a repetition recognisable, such as
    ("http", principal, Idempotency-Key); None for a command that is made once.
    expected_version: what the caller had read, if the caller insists.
    """

    name: str
    command: Command
    actor: Actor
    complaint_id: UUID | None = None
    key: tuple[str, ...] | None = None
    expected_version: int | None = None
    correlation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: its events, and the complaint right after it."""

    complaint: Complaint | None
    complaint_id: UUID
    version: int
    command_id: UUID
    events: tuple[Recorded, ...]
    is_repeat: bool


class Complaints:
    """Runs commands against the record; all that it keeps is the heads that it saw last."""

    def __init__(
        self, record: Record, *, keys: DataKeys, policies: Policies, secret: bytes
    ) -> None:
        self._record = record
        self._heads = Heads(record)
        self._keys = keys
        self._policies = policies
        self._secret = secret

    async def run(self, asked: Asked) -> Done:
        """Carry out a command; its events are durable when this returns.

        Raises domain.errors.Refusal, NotFound, VersionMoved, OtherRequest, TooContended,
        TooLarge, NotCanonical.
        """
        kind = COMMANDS[asked.name]
        command_id = octets.command_id(self._secret, *asked.key) if asked.key else random_id()
        target = str(asked.complaint_id) if asked.complaint_id else ""
        body = asked.command.model_dump(mode="json", exclude_unset=True, exclude_none=True)
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

    async def _repeated(self, command_id: UUID, request: bytes) -> Done | None:
        if not await self._record.known_commands([command_id]):
            return None
        told = await self._record.append(Append(command_id, request))
        return await self._already(command_id, told)

    async def _decide_until_stored(
        self, kind: CommandKind, asked: Asked, command_id: UUID, request: bytes
    ) -> Done:
        references_taken = 0
        for attempt in range(ATTEMPTS):
            head = await self._head(asked, command_id, may_remember=attempt == 0)
            in_force = await self._policies.in_force()
            situation = _situation(asked, head, in_force, command_id, references_taken)
            try:
                facts = kind.decide(head.complaint, asked.command, situation)
            except Refusal:
                # A remembered head may be behind another process: only a read one refuses.
                if attempt == 0:
                    continue
                raise
            keys = await self._keys.data_keys(key_names(facts, head))
            origin = _origin(asked, situation, request)
            made = compose(facts, head=head, origin=origin, keys=keys)
            told = await self._record.append(made.append)
            if told.outcome is Outcome.STORED:
                return self._stored(made, command_id)
            if told.outcome in (Outcome.ALREADY, Outcome.OTHER_REQUEST):
                return await self._already(command_id, told)
            references_taken += told.outcome is Outcome.CLAIM_TAKEN
        raise TooContended

    async def _head(self, asked: Asked, command_id: UUID, *, may_remember: bool) -> Head:
        if asked.complaint_id is None:
            return Head.new(uuid5(command_id, "complaint"))
        expected = asked.expected_version
        head = self._heads.remembered(asked.complaint_id) if may_remember else None
        if head is None or expected not in (None, head.version):
            head = await self._heads.read(asked.complaint_id)
        if expected not in (None, head.version):
            raise VersionMoved(expected, head.version)
        return head

    def _stored(self, made: Composed, command_id: UUID) -> Done:
        head = made.head
        self._heads.remember(head)
        return Done(head.complaint, head.stream_id, head.version, command_id, made.recorded, False)

    async def _already(self, command_id: UUID, told: Appended) -> Done:
        if told.outcome is Outcome.OTHER_REQUEST:
            raise OtherRequest
        if told.first_position is None or told.last_position is None:
            return Done(None, octets.NIL, 0, command_id, (), True)
        stored = await self._record.between(told.first_position, told.last_position)
        events = tuple(event_json.recorded(one.public, one.position) for one in stored)
        last = events[-1]
        head = await self._heads.read(last.stream_id, upto=last.version)
        return Done(head.complaint, last.stream_id, last.version, command_id, events, True)


def _situation(
    asked: Asked, head: Head, in_force: PolicyInForce, command_id: UUID, references_taken: int
) -> Situation:
    # A clock that is behind the one that recorded the last event would have us act before it.
    at = max(now(), head.recorded_at) if head.recorded_at else now()
    return Situation(
        command_id=command_id,
        complaint_id=head.stream_id,
        reference="" if head.version else octets.reference(head.stream_id, references_taken),
        legal_entity=in_force.legal_entity,
        zone=in_force.zone,
        actor=asked.actor,
        now=at,
        policy=in_force.policy,
        policy_ref=in_force.ref,
    )


def _origin(asked: Asked, situation: Situation, request: bytes) -> Origin:
    return Origin(
        command_id=situation.command_id,
        request=request,
        actor=asked.actor,
        now=situation.now,
        correlation_id=asked.correlation_id or situation.command_id,
        policy=situation.policy_ref,
    )
