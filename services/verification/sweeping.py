"""``plaint sweep``: what was ordered and interrupted is carried out, what nobody can open goes."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from adapters import event_json
from adapters.documents.folder import DocumentFolder
from adapters.postgres import roles
from adapters.postgres.log import Log
from adapters.postgres.pages import KeyPages, Pages
from adapters.postgres.session import session
from adapters.settings import Settings
from domain.complaint.events import PersonalDataErased
from domain.recorded import Recorded
from services import addresses, wiring
from services.verification.check_documents import Named, erased_documents, named_documents
from services.wiring import Installation

APPLICATION = "plaint sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What was done.

    orders, erasures: removals and erasures that had been interrupted. files: that no event named,
    or whose key is destroyed.
    """

    orders: int
    erasures: int
    files: int


async def sweep(parts: Installation, *, older_than: float) -> Swept:
    """Carry out interrupted removals and erasures; destroy stored content that nobody can open.

    That is what no event names, and what is under a key that was destroyed. older_than: seconds;
    what is younger may belong to a command that is being carried out.
    """
    store = DocumentFolder(addresses.documents_folder(parts.settings))
    # Before the record is read: whatever is named later was stored later.
    old = await asyncio.to_thread(_older, store, older_than)
    erasures = await _completed(parts)
    named, erased = await asyncio.to_thread(_named, parts.settings)
    removals, orders = wiring.removals(parts), 0
    for one in named.values():
        if one.order is not None:
            orders += await removals.carry_out(one.order)
    known = {one.sha256 for one in named.values()}
    strays = [path for path in old if path.parent.name + path.name not in known]
    unreadable = [named[each].sha256 for each in erased & named.keys()]
    files = await asyncio.to_thread(lambda: sum(map(store.remove, unreadable)) + _unlinked(strays))
    return Swept(orders=orders, erasures=erasures, files=files)


async def _completed(parts: Installation) -> int:
    """Destroy the keys whose erasure is recorded and that are there still; of how many erasures."""
    left = await asyncio.to_thread(_uncompleted, parts.settings)
    erasures = wiring.erasures(parts)
    for one in left:
        await erasures.carry_out(one)
    return len(left)


def _uncompleted(settings: Settings) -> list[Recorded]:
    left = []
    with _reading(settings) as (pages, head, keys):
        for page in pages.of_types((PersonalDataErased.TYPE,), head):
            for position, public in page:
                recorded = event_json.recorded(public, position)
                event = recorded.event
                assert isinstance(event, PersonalDataErased)
                if keys.kept([bytes.fromhex(key_id) for key_id in event.key_ids]):
                    left.append(recorded)
    return left


def _older(store: DocumentFolder, seconds: float) -> list[Path]:
    kept = (store.path / digest[:2] / digest[2:] for digest in store.digests())
    is_old = _is_before(store.clock() - seconds)
    return [path for path in (*kept, *store.unfinished()) if is_old(path)]


def _is_before(limit: float) -> Callable[[Path], bool]:
    def is_before(path: Path) -> bool:
        with suppress(FileNotFoundError):
            return path.stat().st_mtime < limit
        return False

    return is_before


def _named(settings: Settings) -> tuple[dict[UUID, Named], set[UUID]]:
    """Every document that the record names, and of which of them the key is destroyed."""
    with _reading(settings) as (pages, head, keys):
        return named_documents(pages, head), erased_documents(keys)


@contextmanager
def _reading(settings: Settings) -> Iterator[tuple[Pages, int, KeyPages]]:
    """The record with its last position, and the key store."""
    record, keys = (
        session(dsn, application=APPLICATION)
        for dsn in (
            addresses.writer_dsn(settings),
            addresses.dsn(settings, roles.WRITER, keys=True),
        )
    )
    with (
        psycopg.connect(record, autocommit=True) as connection,
        psycopg.connect(keys, autocommit=True) as key_store,
    ):
        yield Pages(connection), Log(connection).head(), KeyPages(key_store)


def _unlinked(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()
            count += 1
    return count
