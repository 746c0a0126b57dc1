"""Likely duplicates are suggested from digests that nobody can read, and that die with the keys."""

import asyncio
from typing import Any

import psycopg
import pytest

from adapters.blind_index import Detail, digests
from adapters.contacts import Entry
from adapters.octets import NIL
from adapters.postgres.contact_index import ContactIndex
from adapters.postgres.pages import KeyPages
from adapters.wrapping import Kek, KeyName, NotUnwrapped
from services.commands.command_request import CommandResult
from services.verification.check_record import check_keys
from tests.support.controls import HANDLER, PRIVACY_OFFICER, named
from tests.support.keeping import ADA, KEKS, Keeping, keeping, wanted
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

SOMEBODY_ELSE = {"name": "Grace Hopper", "email": "grace@example.org"}
# Nothing that octets written as hex could say by chance.
CLEAR = ("lovelace", "example.org", "79460958", "7946 0958", "sw1y", "4711-0815", "47110815")


async def received(here: Keeping, complainant: Any = ADA, **more: Any) -> CommandResult:
    told = {"complainant": dict(complainant), "narrative": "x", **more}
    return await here.do("receive", **told)


async def alike(here: Keeping, of: CommandResult) -> dict[str, tuple[str, ...]]:
    found = await here.duplicates.likely(of.stream_id, reader=HANDLER)
    return {one.reference: one.alike for one in found.complaints}


def reference(done: CommandResult) -> str:
    assert done.state is not None
    return str(done.state.reference)


def dump(database: FreshDatabases) -> str:
    with database.superuser(keys=True) as superuser:
        tables = ("contact_entry", "index_key", "data_key", "data_key_removal")
        return "\n".join(
            str(row)
            for table in tables
            for row in superuser.execute(f"SELECT t::text FROM {table} t".encode())
        )


def entries(database: FreshDatabases) -> int:
    with database.superuser(keys=True) as superuser:
        row = superuser.execute("SELECT count(*) FROM contact_entry").fetchone()
        return int(str(row[0])) if row else 0


async def test_complaints_that_name_the_same_contact_are_suggested(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        first = await received(here, product_reference="Contract 4711/A")
        written_otherwise = {"name": "LOVELACE, Ada", "phone": "020 7946 0958"}
        second = await received(here, {**written_otherwise, "postal_code": "sw1y4jh"})
        third = await received(here, SOMEBODY_ELSE, product_reference="contract 4711a")
        stranger = await received(here, {"name": "Nobody in common"})
        assert await alike(here, first) == {
            reference(second): ("name_and_postal_code", "phone"),
            reference(third): ("product_reference",),
        }
        assert await alike(here, third) == {reference(first): ("product_reference",)}
        assert await alike(here, stranger) == {}
        (likely,) = (await here.duplicates.likely(second.stream_id, reader=HANDLER)).complaints
    assert likely.complaint_id == first.stream_id
    assert likely.state == "RECEIVED"
    assert not any(word in str(likely).casefold() for word in CLEAR)


async def test_of_equally_alike_ones_the_open_come_first_then_the_newest_and_the_rest_is_counted(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        same = [await received(here, {"phone": "020 7946 0958"}) for _ in range(23)]
        for ended in same[-2:]:
            await here.do("withdraw", ended, means_code="phone")
        closest = await received(here, {"phone": "0044 20 7946 0958", "email": "a@example.org"})
        asking = await received(here, {"phone": "020 7946 0958 ext 12", "email": "a@example.org"})
        found = await here.duplicates.likely(asking.stream_id, reader=HANDLER)
    told = [one.complaint_id for one in found.complaints]
    assert told[0] == closest.stream_id
    assert told[1:] == [one.stream_id for one in reversed(same[2:21])]
    assert found.more == 4


async def test_an_index_of_an_older_writing_is_made_anew_once(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        first = await received(here)
        with database.superuser(keys=True) as superuser:
            superuser.execute("ALTER TABLE contact_entry DISABLE TRIGGER ALL")
            superuser.execute("UPDATE contact_entry SET digest = decode(md5(kind), 'hex')")
        second = await received(here)
        assert await alike(here, second) == {}
        rewritten = await here.duplicates.rewrite()
        assert rewritten is not None and rewritten.complaints == 2
        assert list(await alike(here, second)) == [reference(first)]
        assert await here.duplicates.rewrite() is None


async def test_nothing_stands_in_the_key_store_in_clear(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        done = await received(here, product_reference="4711-0815")
        complaint_id = str(done.stream_id)
    told = dump(database)
    assert entries(database) == 4
    assert complaint_id in told and "product_reference" in told, "the control is found"
    for word in CLEAR:
        assert word not in told.casefold().replace(complaint_id, "")
        assert word.encode().hex() not in told


async def test_an_erased_complaint_is_suggested_no_more(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        ended, other = await here.closed(), await received(here)
        assert list(await alike(here, other)) == [reference(ended)]
        request_id = await here.approved(ended)
        erase = wanted("erase_personal_data", ended, request_id=request_id, by=PRIVACY_OFFICER)
        await here.erasures.run(erase)
        assert await alike(here, other) == {}
        assert await alike(here, ended) == {}
        rebuilt = await here.duplicates.rebuild()
        assert (rebuilt.complaints, rebuilt.noted) == (2, 3)
        assert await alike(here, other) == {}


async def test_who_joins_is_compared_and_a_corrected_contact_counts_anew(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        first, second = await received(here), await received(here, SOMEBODY_ELSE)
        joined = {"name": "Ada", "email": "ada@example.org"}
        await here.do("join_complainant", second, complainant=joined)
        assert list(await alike(here, first)) == [reference(second)]
        moved = {"email": "ada@elsewhere.example"}
        await here.do("correct_party_details", first, values=moved, ground_code="moved")
        assert await alike(here, first) == {}


async def test_a_note_whose_complaint_never_came_is_no_suggestion(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        done = await received(here)
        lost = KeyName(named("never stored"), NIL, "P2")
        await here.keys.data_keys([lost])
        key = await here.index.key()
        (email,) = digests(key.octets, "main", [Detail("email", "ada@example.org")])
        assert await here.index.note([Entry(email, lost.complaint_id, NIL)], under=key)
        found, _ = await here.index.alike(done.stream_id)
        assert lost.complaint_id in found
        assert await alike(here, done) == {}


async def test_nothing_is_noted_of_an_identity_that_has_no_key(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        key = await here.index.key()
        (email,) = digests(key.octets, "main", [Detail("email", "ada@example.org")])
        assert await here.index.note([Entry(email, named("erased"), NIL)], under=key)
    assert entries(database) == 0


async def test_a_new_index_key_takes_the_place_of_the_old_one(database: FreshDatabases) -> None:
    async with keeping(database) as here, keeping(database) as other:
        first, second = await received(here), await received(here)
        before = dump(database)
        await other.index.key()
        rebuilt = await here.duplicates.rebuild(new_key=True)
        assert (rebuilt.complaints, rebuilt.noted, rebuilt.forgotten) == (2, 6, 0)
        assert dump(database) != before
        # The other process learns of the new key when it notes something under the old one.
        third = await received(other)
        found = await alike(here, first)
        assert set(found) == {reference(second), reference(third)}
    with database.superuser(keys=True) as superuser:
        assert superuser.execute("SELECT number FROM index_key").fetchall() == [(2,)]


async def test_an_index_that_was_lost_is_made_again_from_the_record(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        first, second = await received(here), await received(here)
        with database.superuser(keys=True) as superuser:
            superuser.execute("DELETE FROM contact_entry")
        assert await alike(here, first) == {}
        await here.duplicates.rebuild()
        assert list(await alike(here, first)) == [reference(second)]


async def test_all_that_come_at_once_use_one_key(database: FreshDatabases) -> None:
    async with keeping(database) as here, keeping(database) as other:
        done = await asyncio.gather(*(received(each) for each in (here, other) * 8))
        found = await alike(here, done[0])
    assert set(found) == {reference(one) for one in done[1:]}


async def test_an_index_key_opens_only_with_the_secrets_of_the_installation(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        await here.index.key()
    stranger = await ContactIndex.open(database.keys_dsn(), [Kek("k1", bytes(32))])
    with pytest.raises(NotUnwrapped, match="changed or moved"):
        await stranger.key()
    await stranger.aclose()
    assert KEKS[0].id == "k1"


async def test_an_index_key_that_cannot_be_opened_is_told_and_made_anew(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        first, second = await received(here), await received(here)
    harm = "UPDATE index_key SET wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))"
    with database.superuser(keys=True) as superuser:
        superuser.execute(harm.encode())
        pages = KeyPages(superuser)
        look = check_keys(pages, KEKS)
        assert (look.differs, look.checked) == (1, 7)
        assert look.first and "plaint contact-index --new-key" in look.first.said
        async with keeping(database) as here:
            with pytest.raises(NotUnwrapped):
                await received(here)
            await here.duplicates.rebuild(new_key=True)
            assert list(await alike(here, first)) == [reference(second)]
        assert check_keys(pages, KEKS).differs == 0


def test_only_the_functions_write_the_index(database: FreshDatabases) -> None:
    with psycopg.connect(database.keys_dsn(), autocommit=True) as writer:
        writer.execute("SELECT FROM contact_entry")
        for statement in (
            "DELETE FROM contact_entry",
            "INSERT INTO index_key VALUES (9, '', 'k', '')",
            "TRUNCATE contact_entry",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                writer.execute(statement.encode())
