"""One command on one stream or more: load, decide, append; again when somebody was faster."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from structlog.contextvars import bound_contextvars

from adapters import event_json, octets
from adapters.clock import now, random_id
from adapters.data_keys import DataKeys
from adapters.record import Append, Appended, Outcome, Record
from domain.aggregate import AnyAggregate
from domain.decision_context import DecisionContext
from domain.errors import Refusal
from domain.registry import AGGREGATES, COMMANDS, aggregate_of
from services.access.sight import Sight
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.decision_inputs import Gathering
from services.commands.event_assembly import Composed, Head, Origin, compose
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.commands.sealing_keys import Contacts, SealingKeys
from services.commands.stream_heads import Heads
from services.policies.earlier_policies import EarlierPolicies
from services.policies.policy_in_force import Policies, PolicyInForce

ATTEMPTS = 8


class CommandService:
    """Runs commands on any aggregate; all that it keeps is the heads that it saw last."""

    def __init__(
        self,
        record: Record,
        *,
        keys: DataKeys,
        policies: Policies,
        secret: bytes,
        now: Callable[[], datetime] = lambda: now(),
        contacts: Contacts | None = None,
    ) -> None:
        self._now, self._record = now, record
        self._keys = keys
        self._seen: dict[str, Gathering] = {}
        self._policies, self._earlier = policies, EarlierPolicies(record)
        self._sealing, self._secret = SealingKeys(keys, contacts), secret

    async def run(self, asked: CommandRequest) -> CommandResult:
        """Carry out a command; its events are durable when this returns.

        Raises Refusal, NotFound, VersionMoved, OtherRequest, TooContended, TooLarge, NotCanonical.
        """
        of = aggregate_of(asked.name)
        command_id = octets.command_id(self._secret, *asked.key) if asked.key else random_id()
        body = asked.command.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        request = octets.request_digest(self._secret, asked.name, str(asked.stream_id or ""), body)
        with bound_contextvars(command_id=str(command_id)):
            if asked.key and (done := await self._repeated(asked, command_id, request)):
                return done
            try:
                return await self._decide_until_stored(of, asked, command_id, request)
            except (Refusal, VersionMoved, TooContended):
                # The first try of a repeated command may have been stored only meanwhile.
                if asked.key and (done := await self._repeated(asked, command_id, request)):
                    return done
                raise

    async def has_run(self, asked: CommandRequest) -> bool:
        """Whether a command with this key was carried out before."""
        known = [octets.command_id(self._secret, *asked.key)] if asked.key else []
        return bool(known and await self._record.known_commands(known))

    def _looking(self, of: AnyAggregate) -> Gathering:
        """Where the streams of an aggregate are looked up; what was seen of them is remembered."""
        if of.stream_kind not in self._seen:
            heads = Heads(self._record, of)
            self._seen[of.stream_kind] = Gathering(heads, self._record, self._keys)
        return self._seen[of.stream_kind]

    async def _repeated(
        self, asked: CommandRequest, command_id: UUID, request: bytes
    ) -> CommandResult | None:
        if not await self._record.known_commands([command_id]):
            return None
        of = aggregate_of(asked.name)
        sight = Sight(asked.actor, self._now(), aggregate=of)
        try:
            told = await self._record.append(Append(command_id, request))
            done = await self._already(command_id, told)
        except OtherRequest:
            sight.check(await self._as_it_is(of, asked.stream_id))
            raise
        # Who lost sight of it by this very command hears again what they were told then.
        if done.state is None or sight.of(done.state):
            sight.check(await self._as_it_is(of, asked.stream_id or done.stream_id))
        return done

    async def _as_it_is(self, of: AnyAggregate, stream_id: UUID | None) -> Any:
        return (await self._looking(of).heads.read(stream_id)).state if stream_id else None

    async def _decide_until_stored(
        self, of: AnyAggregate, asked: CommandRequest, command_id: UUID, request: bytes
    ) -> CommandResult:
        kind, looking, taken = COMMANDS[asked.name], self._looking(of), 0
        for attempt in range(ATTEMPTS):
            in_force = await self._policies.in_force(await _entity(asked, looking.heads))
            sight = Sight(asked.actor, self._now(), kind.is_waived_by(in_force.policy), of)
            if asked.stream_id is None:
                head = Head.new(of, uuid5(command_id, of.stream_kind))
            else:
                head = await _head(asked, asked.stream_id, sight, looking.heads, attempt > 0)
            beside = await looking.beside(asked.command, head, fresh=attempt > 0)
            at = self._at(head, *beside.others)
            context = beside.in_(_context(asked, head, in_force, command_id, at, taken))
            known = filter(None, (head.state, *context.others.values()))
            refs = [ref for state in known for ref in of.policies(state)]
            context = await self._earlier.known_in(context, refs)
            try:
                facts = kind(head.state, asked.command, context)
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
        raise TooContended(ATTEMPTS, noun=of.noun)

    def _at(self, *heads: Head) -> datetime:
        # A clock that is behind the one that recorded the last event would have us act before it.
        return max([self._now(), *(head.recorded_at for head in heads if head.recorded_at)])

    def _stored(self, made: Composed, command_id: UUID) -> CommandResult:
        for head in made.heads:
            self._looking(head.of).heads.remember(head)
        of, *_ = made.heads
        return CommandResult(of.state, of.stream_id, of.version, command_id, made.recorded, False)

    async def _already(self, command_id: UUID, told: Appended) -> CommandResult:
        if told.outcome is Outcome.OTHER_REQUEST:
            raise OtherRequest
        if told.first_position is None or told.last_position is None:
            return CommandResult(None, octets.NIL, 0, command_id, (), True)
        stored = await self._record.between(told.first_position, told.last_position)
        events = tuple(event_json.recorded(one.public, one.position) for one in stored)
        # A command's first event is always one of its own stream.
        last = [one for one in events if one.stream_id == events[0].stream_id][-1]
        heads = self._looking(AGGREGATES[last.stream_kind]).heads
        head = await heads.read(last.stream_id, upto=last.version)
        return CommandResult(head.state, last.stream_id, last.version, command_id, events, True)


async def _entity(asked: CommandRequest, heads: Heads) -> str | None:
    """Whose policy decides: that of the stream's legal entity, which never changes."""
    known = await heads.known(asked.stream_id) if asked.stream_id else None
    return known.state.legal_entity if known and known.state else None


async def _head(
    asked: CommandRequest, stream_id: UUID, sight: Sight, heads: Heads, is_fresh: bool
) -> Head:
    expected = asked.expected_versions
    head = None if is_fresh else heads.remembered(stream_id)
    is_other = expected is not None and head is not None and head.version not in expected
    if head is None or is_other or not sight.of(head.state):
        head = await heads.read(stream_id)
    sight.check(head.state)
    if expected is not None and head.version not in expected:
        raise VersionMoved(expected, head.version, noun=heads.of.noun)
    return head


def _context(
    asked: CommandRequest,
    head: Head,
    in_force: PolicyInForce,
    command_id: UUID,
    at: datetime,
    references_taken: int,
) -> DecisionContext:
    return DecisionContext(
        command_id=command_id,
        complaint_id=head.stream_id,
        reference_of=lambda new_id: octets.reference(
            new_id, references_taken, letter=head.of.letter
        ),
        legal_entity=in_force.legal_entity,
        zone=in_force.zone,
        actor=asked.actor,
        now=at,
        policy=in_force.policy,
        policy_ref=in_force.ref,
        staff_roles=asked.staff_roles,
    )


def _origin(asked: CommandRequest, context: DecisionContext, request: bytes) -> Origin:
    return Origin(
        command_id=context.command_id,
        request=request,
        actor=asked.actor,
        now=context.now,
        correlation_id=asked.correlation_id or context.command_id,
        policy=context.policy_ref,
    )
