"""Complaints that come from elsewhere, row by row: each stored once, however often it is read."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from uuid import UUID

from adapters import event_json, octets
from adapters.clock import now
from adapters.data_keys import DataKeys
from adapters.imported import ImportedComplaint, RejectedRow
from adapters.record import Appended, Outcome, Record
from adapters.wrapping import KeyName
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.events import ComplaintReceived
from domain.complaint.receipt.importing import take_over
from domain.decision_context import NewEvent
from domain.system_actors import system_actor
from services.commands.event_assembly import Head, Origin, compose, key_names
from services.queries.unsealing import Opened, open_sealed

CHUNK = 400
CHUNKS_AT_ONCE = 3

Row = ImportedComplaint | RejectedRow
OnChanged = Callable[[ImportedComplaint, Sequence[Opened]], bool]
"""Hears of a row that changed, and what was stored of it; says whether that says otherwise."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows; all sum to rows.

    changed: the source has other values now, not applied; unheld: of what the record lacks alone.
    """

    added: int = 0
    already: int = 0
    changed: int = 0
    unheld: int = 0
    rejected: int = 0

    @property
    def rows(self) -> int:
        """All rows that were read."""
        return self.added + self.already + self.changed + self.unheld + self.rejected

    def plus(self, outcomes: Iterable[str]) -> "Tally":
        """With these outcomes counted too, each the name of a field."""
        counted = Counter(outcomes)
        return replace(self, **{name: getattr(self, name) + n for name, n in counted.items()})


class Importer:
    """Stores imported complaints; what it stores is marked by the role of its actor."""

    def __init__(
        self,
        record: Record,
        *,
        keys: DataKeys,
        secret: bytes,
        now: Callable[[], datetime] = lambda: now(),
        on_changed: OnChanged | None = None,
    ) -> None:
        self._on_changed = on_changed
        self._record = record
        self._keys = keys
        self._secret = secret
        self._now = now
        self._actor = system_actor("importer")

    async def run(
        self,
        rows: Iterable[Row],
        *,
        on_rejected: Callable[[RejectedRow], None],
        on_progress: Callable[[Tally], None] = lambda _tally: None,
    ) -> Tally:
        """Import the rows; a second run over the same rows adds nothing.

        on_rejected gets every row that could not be read, before the run returns.
        """
        tally = Tally()
        async for outcomes in self._chunks(iter(rows), on_rejected):
            tally = tally.plus(outcomes)
            on_progress(tally)
        return tally

    async def _chunks(
        self, rows: Iterable[Row], on_rejected: Callable[[RejectedRow], None]
    ) -> AsyncIterator[list[str]]:
        """Several chunks under way at once: one is composed while another is being stored.

        When the source breaks off, what it gave before is stored first.
        """
        under_way: set[asyncio.Task[list[str]]] = set()
        failure: Exception | None = None
        try:
            for chunk in _chunked(rows):
                yield self._put_aside(chunk, on_rejected)
                good = [row for row in chunk if isinstance(row, ImportedComplaint)]
                under_way.add(asyncio.create_task(self._store(good)))
                while len(under_way) >= CHUNKS_AT_ONCE:
                    finished, under_way = await _first(under_way)
                    for outcomes in finished:
                        yield outcomes
        except Exception as error:
            failure = error
        except BaseException:
            # Stopped from outside: no chunk may go on into connections that are being closed.
            await _called_off(under_way)
            raise
        for outcomes in await _finished(under_way):
            yield outcomes
        if failure is not None:
            raise failure

    def _put_aside(
        self, chunk: Sequence[Row], on_rejected: Callable[[RejectedRow], None]
    ) -> list[str]:
        rejected = [row for row in chunk if isinstance(row, RejectedRow)]
        for row in rejected:
            on_rejected(row)
        return ["rejected"] * len(rejected)

    async def _store(self, rows: Sequence[ImportedComplaint]) -> list[str]:
        # Known rows are asked for before sealing, else every repetition would leave keys behind.
        if not rows:
            return []
        known = await self._record.requests([row.command_id for row in rows])
        new = [row for row in rows if row.command_id not in known]
        elsewhere = await self._stored_otherwise(new)
        fresh = [row for row in new if row.command_id not in elsewhere]
        names = [name for row in fresh for name in key_names(row.facts, _head(row))]
        keys = await self._keys.data_keys(names)
        stored = [self._add(row, keys) for row in fresh]
        again = [row for row in rows if row.command_id in known]
        repeated = [await self._repeated(row, known[row.command_id]) for row in again]
        return [*await asyncio.gather(*stored), *repeated, *["already"] * len(elsewhere)]

    async def _repeated(self, row: ImportedComplaint, request: bytes) -> str:
        return await self._shown_if_changed(row, self._compared(row, request))

    async def _shown_if_changed(self, row: ImportedComplaint, what: str) -> str:
        if what == "changed" and self._on_changed is not None:
            stored = await self._record.stream(row.complaint_id)
            events = [event_json.recorded(one.public, one.position) for one in stored]
            own = [one for one in events if one.actor == self._actor]
            opened = await open_sealed(own, record=self._record, keys=self._keys)
            return "changed" if self._on_changed(row, opened) else "unheld"
        return what

    async def _stored_otherwise(self, rows: Sequence[ImportedComplaint]) -> set[UUID]:
        """Those of the rows that are stored under the name of another way of writing them."""
        names = {row.command_id: tuple(row.earlier_ids()) for row in rows}
        known = await self._record.requests([one for ids in names.values() for one in ids])
        return {row_id for row_id, ids in names.items() if not known.keys().isdisjoint(ids)}

    def _compared(self, row: ImportedComplaint, stored: bytes) -> str:
        """Whether the source still says what was stored, however it writes that it says nothing."""
        digests = chain((row.content_digest,), row.earlier_digests())
        is_same = any(self._request(row, digest) == stored for digest in digests)
        return "already" if is_same else "changed"

    async def _add(self, row: ImportedComplaint, keys: Mapping[KeyName, bytes]) -> str:
        attempt = 0
        while True:
            facts = take_over(_referenced(row, attempt))
            made = compose(facts, head=_head(row), origin=self._origin(row), keys=keys)
            appended = await self._record.append(made.append)
            if appended.outcome is not Outcome.CLAIM_TAKEN:
                return await self._shown_if_changed(row, _word(appended))
            attempt += 1

    def _request(self, row: ImportedComplaint, digest: str) -> bytes:
        target = str(row.complaint_id)
        return octets.request_digest(self._secret, "import", target, digest)

    def _origin(self, row: ImportedComplaint) -> Origin:
        return Origin(
            command_id=row.command_id,
            request=self._request(row, row.content_digest),
            actor=self._actor,
            now=self._now(),
            correlation_id=row.command_id,
            policy=None,
        )


def _head(row: ImportedComplaint) -> Head:
    return Head.new(COMPLAINT, row.complaint_id)


def _chunked(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in chunks; what was read before the source breaks off is a chunk too."""
    chunk: list[Row] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    except Exception:
        if chunk:
            yield chunk
        raise
    if chunk:
        yield chunk


async def _first(
    under_way: set[asyncio.Task[list[str]]],
) -> tuple[list[list[str]], set[asyncio.Task[list[str]]]]:
    finished, rest = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
    return [task.result() for task in finished], rest


async def _finished(under_way: set[asyncio.Task[list[str]]]) -> list[list[str]]:
    """What became of each chunk, once all have ended; raises what one of them raised."""
    if under_way:
        await asyncio.wait(under_way)
    return [task.result() for task in under_way]


async def _called_off(under_way: set[asyncio.Task[list[str]]]) -> None:
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


def _referenced(row: ImportedComplaint, attempt: int) -> Sequence[NewEvent]:
    received = row.facts[0].event
    if attempt == 0 or not isinstance(received, ComplaintReceived):
        return row.facts
    other = received.model_copy(update={"reference": octets.reference(row.complaint_id, attempt)})
    return (replace(row.facts[0], event=other), *row.facts[1:])


def _word(appended: Appended) -> str:
    words = {Outcome.STORED: "added", Outcome.ALREADY: "already", Outcome.OTHER_REQUEST: "changed"}
    if appended.outcome not in words:
        raise RuntimeError(
            f"an imported complaint has a stream that no import made ({appended.outcome.name}): "
            "verify the record"
        )
    return words[appended.outcome]
