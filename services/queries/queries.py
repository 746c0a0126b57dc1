"""Typed answers to what people ask, each with where it comes from; for the API and the CLI."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters import event_json
from adapters.record import StoredEvent
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.state import Complaint
from domain.recorded import Recorded
from domain.values import Actor
from services.access.sight import Sight
from services.commands.decision_inputs import Gathering
from services.commands.stream_heads import Heads, NotFound
from services.queries.lookup import Lookup, SeveralFound
from services.queries.next_steps import NextSteps, next_steps
from services.queries.parts import Parts
from services.queries.unsealing import Opened, open_sealed
from services.queries.view_questions import ViewQuestions

MOST_READ = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAsOf:
    """A complaint folded from its first events, and which these were.

    version, position, recorded_at: of the last event folded. events: how many there were.
    is_latest: whether it has no later event.
    """

    complaint: Complaint
    complaint_id: UUID
    version: int
    position: int
    recorded_at: datetime
    events: int
    is_latest: bool
    log_id: UUID


@dataclass(frozen=True, slots=True)
class OpenedComplaint:
    """A complaint with the events that made it, their sealed fields opened where a key is left."""

    as_of: ComplaintAsOf
    events: tuple[Opened, ...]


class Questions(ViewQuestions):
    """Asks the record, and the views where a view answers."""

    def __init__(self, parts: Parts) -> None:
        secret = parts.secrets.installation
        super().__init__(parts.record, parts.policies, parts.views, secret=secret)
        self._keys = parts.keys
        self._heads = Heads(self._record, COMPLAINT, most=MOST_READ)
        self._gathering = Gathering(self._heads, self._record, self._keys)
        self._lookup = Lookup(parts.references, self._policies)

    async def ready(self) -> int:
        """The last position of the record, when it and the policy in force can be read.

        Raises psycopg.Error, NoPolicy.
        """
        await self._policies.in_force()
        return await self._record.head()

    async def find(self, word: str) -> UUID:
        """The complaint of a uuid or a reference, whoever may see it. NotFound, SeveralFound."""
        return await self._lookup.find(word)

    async def find_for_party(self, word: str) -> UUID:
        """The same for somebody outside, who is not told that a reference is of several. NotFound.

        Whether they may see it, the answer has to ask.
        """
        try:
            return await self.find(word)
        except SeveralFound:
            raise NotFound from None

    async def seen(self, word: str, reader: Actor, *, now: datetime) -> UUID:
        """The complaint that a word names, if they may see it now. NotFound, SeveralFound."""
        is_outside = reader.kind == "party"
        found = await (self.find_for_party(word) if is_outside else self.find(word))
        Sight(reader, now).check((await self.complaint(found)).complaint)
        return found

    async def complaint(
        self,
        complaint_id: UUID,
        *,
        version: int | None = None,
        at: datetime | None = None,
        position: int | None = None,
    ) -> ComplaintAsOf:
        """The complaint as it is, or as it was.

        version, position: the last to be seen. at: as recorded until this instant. Raises NotFound
        where there is no such complaint, or was none then.
        """
        if (version, at, position) == (None, None, None):
            return await self._as_it_is(complaint_id)
        history = _recorded(await self._record.stream(complaint_id))
        seen = _until(history, version=version, at=at, position=position)
        return await self._as_of(seen, is_latest=len(seen) == len(history))

    async def opened(
        self,
        complaint_id: UUID,
        *,
        version: int | None = None,
        at: datetime | None = None,
        position: int | None = None,
    ) -> OpenedComplaint:
        """The same with its events and what is sealed in them; to be logged by whoever asks.

        What was erased is named for each event, and is no error.
        """
        history = _recorded(await self._record.stream(complaint_id))
        seen = _until(history, version=version, at=at, position=position)
        opened = await open_sealed(seen, record=self._record, keys=self._keys)
        as_of = await self._as_of(seen, is_latest=len(seen) == len(history))
        return OpenedComplaint(as_of, tuple(opened))

    async def next_steps(
        self, as_of: ComplaintAsOf, *, by: Actor, now: datetime
    ) -> NextSteps | None:
        """What this actor may do next; None for a complaint as it was, where nothing can be done.

        Raises NoPolicy.
        """
        if not as_of.is_latest:
            return None
        in_force = await self._policies.in_force(as_of.complaint.legal_entity)
        kindred = await self._gathering.kindred(as_of.complaint)
        return next_steps(as_of.complaint, by=by, in_force=in_force, now=now, kindred=kindred)

    async def _as_it_is(self, complaint_id: UUID) -> ComplaintAsOf:
        head, last = await self._heads.latest(complaint_id)
        assert head.recorded_at is not None
        return ComplaintAsOf(
            complaint=head.state,
            complaint_id=complaint_id,
            version=head.version,
            position=last.position,
            recorded_at=head.recorded_at,
            events=head.version,
            is_latest=True,
            log_id=await self._record.log_id(),
        )

    async def _as_of(self, seen: Sequence[Recorded], *, is_latest: bool) -> ComplaintAsOf:
        last = seen[-1]
        assert last.position is not None
        complaint = COMPLAINT.fold(seen)
        assert complaint is not None
        return ComplaintAsOf(
            complaint=complaint,
            complaint_id=last.stream_id,
            version=last.version,
            position=last.position,
            recorded_at=last.recorded_at,
            events=len(seen),
            is_latest=is_latest,
            log_id=await self._record.log_id(),
        )


def _recorded(stored: Sequence[StoredEvent]) -> list[Recorded]:
    kind = COMPLAINT.stream_kind
    return [event_json.recorded(x.public, x.position) for x in stored if x.stream_kind == kind]


def _until(
    history: Sequence[Recorded],
    *,
    version: int | None,
    at: datetime | None,
    position: int | None,
) -> list[Recorded]:
    seen = [
        one
        for one in history
        if (version is None or one.version <= version)
        and (at is None or one.recorded_at <= at)
        and (position is None or (one.position or 0) <= position)
    ]
    if not history:
        raise NotFound
    if not seen:
        raise NotFound("the complaint had not been received by then: ask for a later moment")
    if version is not None and version > seen[-1].version and len(seen) == len(history):
        raise NotFound("the complaint has no such version yet: ask for an earlier one, or for none")
    return seen
