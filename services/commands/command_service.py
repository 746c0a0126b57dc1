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

    async def run(self, request: CommandRequest) -> CommandResult:
        """Carry out a command; its events are durable when this returns.

        Raises Refusal, NotFound, VersionMoved, OtherRequest, TooContended, TooLarge, NotCanonical.
        """
        of = aggregate_of(request.name)
        command_id = octets.command_id(self._secret, *request.key) if request.key else random_id()
        body = request.command.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        digest = octets.request_digest(
            self._secret, request.name, str(request.stream_id or ""), body
        )
        with bound_contextvars(command_id=str(command_id)):
            if request.key and (result := await self._repeated(request, command_id, digest)):
                return result
            try:
                return await self._decide_until_stored(of, request, command_id, digest)
            except (Refusal, VersionMoved, TooContended):
                # The first try of a repeated command may have been stored only meanwhile.
                if request.key and (result := await self._repeated(request, command_id, digest)):
                    return result
                raise

    async def has_run(self, request: CommandRequest) -> bool:
        """Whether a command with this key was carried out before."""
        known = [octets.command_id(self._secret, *request.key)] if request.key else []
        return bool(known and await self._record.known_commands(known))

    def _looking(self, of: AnyAggregate) -> Gathering:
        """Where the streams of an aggregate are looked up; what was seen of them is remembered."""
        if of.stream_kind not in self._seen:
            heads = Heads(self._record, of)
            self._seen[of.stream_kind] = Gathering(heads, self._record, self._keys)
        return self._seen[of.stream_kind]

    async def _repeated(
        self, request: CommandRequest, command_id: UUID, digest: bytes
    ) -> CommandResult | None:
        if not await self._record.known_commands([command_id]):
            return None
        of = aggregate_of(request.name)
        sight = Sight(request.actor, self._now(), aggregate=of)
        try:
            appended = await self._record.append(Append(command_id, digest))
            result = await self._already(command_id, appended)
        except OtherRequest:
            sight.check(await self._as_it_is(of, request.stream_id))
            raise
        # Who lost sight of it by this very command hears again what they were told then.
        if result.state is None or sight.of(result.state):
            sight.check(await self._as_it_is(of, request.stream_id or result.stream_id))
        return result

    async def _as_it_is(self, of: AnyAggregate, stream_id: UUID | None) -> Any:
        return (await self._looking(of).heads.read(stream_id)).state if stream_id else None

    async def _decide_until_stored(
        self, of: AnyAggregate, request: CommandRequest, command_id: UUID, digest: bytes
    ) -> CommandResult:
        kind, looking, taken = COMMANDS[request.name], self._looking(of), 0
        for attempt in range(ATTEMPTS):
            in_force = await self._policies.in_force(await _entity(request, looking.heads))
            sight = Sight(request.actor, self._now(), kind.is_waived_by(in_force.policy), of)
            if request.stream_id is None:
                head = Head.new(of, uuid5(command_id, of.stream_kind))
            else:
                head = await _head(request, request.stream_id, sight, looking.heads, attempt > 0)
            beside = await looking.beside(request.command, head, fresh=attempt > 0)
            at = self._at(head, *beside.others)
            context = beside.in_(_context(request, head, in_force, command_id, at, taken))
            known = filter(None, (head.state, *context.others.values()))
            refs = [ref for state in known for ref in of.policies(state)]
            context = await self._earlier.known_in(context, refs)
            try:
                facts = kind(head.state, request.command, context)
            except Refusal:
                # A remembered head may be behind another process: only a read one refuses.
                if attempt == 0:
                    continue
                raise
            keys = await self._sealing.of(facts, head, beside.others)
            origin = _origin(request, context, digest)
            made = compose(facts, head=head, others=beside.others, origin=origin, keys=keys)
            appended = await self._record.append(made.append)
            if appended.outcome is Outcome.STORED:
                return self._stored(made, command_id)
            if appended.outcome in (Outcome.ALREADY, Outcome.OTHER_REQUEST):
                return await self._already(command_id, appended)
            taken += appended.outcome is Outcome.CLAIM_TAKEN
        raise TooContended(ATTEMPTS, noun=of.noun)

    def _at(self, *heads: Head) -> datetime:
        # A clock that is behind the one that recorded the last event would have us act before it.
        return max([self._now(), *(head.recorded_at for head in heads if head.recorded_at)])

    def _stored(self, made: Composed, command_id: UUID) -> CommandResult:
        for head in made.heads:
            self._looking(head.of).heads.remember(head)
        of, *_ = made.heads
        return CommandResult(of.state, of.stream_id, of.version, command_id, made.recorded, False)

    async def _already(self, command_id: UUID, appended: Appended) -> CommandResult:
        if appended.outcome is Outcome.OTHER_REQUEST:
            raise OtherRequest
        if appended.first_position is None or appended.last_position is None:
            return CommandResult(None, octets.NIL, 0, command_id, (), True)
        stored = await self._record.between(appended.first_position, appended.last_position)
        events = tuple(event_json.recorded(one.public, one.position) for one in stored)
        # A command's first event is always one of its own stream.
        last = [one for one in events if one.stream_id == events[0].stream_id][-1]
        heads = self._looking(AGGREGATES[last.stream_kind]).heads
        head = await heads.read(last.stream_id, upto=last.version)
        return CommandResult(head.state, last.stream_id, last.version, command_id, events, True)


async def _entity(request: CommandRequest, heads: Heads) -> str | None:
    """Whose policy decides: that of the stream's legal entity, which never changes."""
    known = await heads.known(request.stream_id) if request.stream_id else None
    return known.state.legal_entity if known and known.state else None


async def _head(
    request: CommandRequest, stream_id: UUID, sight: Sight, heads: Heads, is_fresh: bool
) -> Head:
    expected = request.expected_versions
    head = None if is_fresh else heads.remembered(stream_id)
    is_other = expected is not None and head is not None and head.version not in expected
    if head is None or is_other or not sight.of(head.state):
        head = await heads.read(stream_id)
    sight.check(head.state)
    if expected is not None and head.version not in expected:
        raise VersionMoved(expected, head.version, noun=heads.of.noun)
    return head


def _context(
    request: CommandRequest,
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
        actor=request.actor,
        now=at,
        policy=in_force.policy,
        policy_ref=in_force.ref,
        staff_roles=request.staff_roles,
    )


def _origin(request: CommandRequest, context: DecisionContext, digest: bytes) -> Origin:
    return Origin(
        command_id=context.command_id,
        request=digest,
        actor=request.actor,
        now=context.now,
        correlation_id=request.correlation_id or context.command_id,
        policy=context.policy_ref,
    )
