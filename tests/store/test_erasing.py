"""Personal data erased for real: the keys go, the record and its proofs stay (invariant 19)."""

from typing import Any

import psycopg
import pytest

from adapters import event_json
from adapters.octets import NIL
from adapters.sealing import key_id
from adapters.wrapping import KeyName
from domain.complaint.confidentiality.erasure_guard import ErasureApprovedBefore
from services.commands.command_request import CommandResult
from services.commands.erasing import NotErased
from services.queries.unsealing import Opened, open_sealed
from services.verification.check_record import Source, check_events
from services.verification.check_results import Look
from tests.support.controls import PRIVACY_OFFICER, named
from tests.support.keeping import Keeping, keeping, wanted
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

BY_OFFICER: dict[str, Any] = {"by": PRIVACY_OFFICER}


async def opened(here: Keeping, done: CommandResult) -> list[Opened]:
    stored = await here.record.stream(done.stream_id)
    events = [event_json.recorded(one.public, one.position) for one in stored]
    return await open_sealed(events, record=here.record, keys=here.keys)


async def octets_of(here: Keeping, done: CommandResult, *, upto: int | None = None) -> list[bytes]:
    stored = await here.record.stream(done.stream_id, upto=upto)
    return [one.public for one in stored]


async def looked(database: FreshDatabases, here: Keeping) -> dict[str, Look]:
    source = Source(database.dsn(), database.keys_dsn(), await here.record.head())
    return check_events(source, processes=1, advance=lambda _number: None)


def rows(database: FreshDatabases, statement: str) -> list[Any]:
    with database.superuser(keys=True) as superuser:
        return superuser.execute(statement.encode()).fetchall()


async def test_invariant_19_what_is_erased_cannot_be_read_and_the_proofs_still_hold(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here:
        done = await here.closed()
        before = await octets_of(here, done)
        request_id = await here.approved(done)
        erased = await here.erasures.run(
            wanted("erase_personal_data", done, request_id=request_id, **BY_OFFICER)
        )
        assert rows(database, "SELECT FROM data_key") == []
        assert len(rows(database, "SELECT FROM data_key_removal")) == 3
        assert rows(database, "SELECT FROM contact_entry") == []
        told = await opened(here, erased)
        assert all(set(one.erased) == {mark for mark, _ in one.recorded.sealed} for one in told)
        assert told[0].erased == ("P2", "P3", "P4")
        assert (await octets_of(here, done, upto=len(before))) == before
        looks = await looked(database, here)
        assert all(look.differs == 0 for look in looks.values()), looks
        assert looks["erasures"].checked == 3
        assert looks["keys"].counts["erased"] > 0
        certificate = await here.erasures.certificate(done.stream_id, request_id)
    assert certificate.is_complete
    assert certificate.class_codes == ("P2", "P3", "P4")
    assert len(certificate.key_ids) == 3
    sealed = [one for one in told if one.recorded.sealed]
    assert certificate.positions == tuple(one.recorded.position for one in sealed)
    assert certificate.events == len(sealed)


async def test_a_crash_before_the_keys_go_is_seen_and_made_good(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        done = await here.closed()
        request_id = await here.approved(done)
        # Recorded, and then the process died: nothing more was done.
        await here.do("erase_personal_data", done, request_id=request_id, **BY_OFFICER)
    assert len(rows(database, "SELECT FROM data_key")) == 3
    async with keeping(database) as here:
        look = (await looked(database, here))["erasures"]
        assert look.differs == 3
        assert look.first is not None and "run `plaint sweep`" in look.first.said
        assert not (await here.erasures.certificate(done.stream_id, request_id)).is_complete
        assert await here.erasures.completed(done.stream_id, request_id)
        assert (await looked(database, here))["erasures"].differs == 0
        assert (await here.erasures.certificate(done.stream_id, request_id)).is_complete
        assert await here.erasures.completed(done.stream_id, request_id)
        assert not await here.erasures.completed(done.stream_id, named("another"))
        with pytest.raises(NotErased, match="nothing was erased"):
            await here.erasures.certificate(done.stream_id, named("another"))
    assert rows(database, "SELECT FROM data_key") == []


async def test_a_repeated_erasure_completes_what_a_crash_left(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        done = await here.closed()
        request_id = await here.approved(done)
        asked = wanted("erase_personal_data", done, request_id=request_id, key="once", **BY_OFFICER)
        first = await here.complaints.run(asked)
        assert len(rows(database, "SELECT FROM data_key")) == 3
        again = await here.erasures.run(asked)
    assert again.is_repeat
    assert [one.event for one in again.events] == [one.event for one in first.events]
    assert rows(database, "SELECT FROM data_key") == []


async def test_nothing_is_ever_sealed_again_under_a_key_whose_erasure_is_recorded(
    database: FreshDatabases,
) -> None:
    async with keeping(database) as here, keeping(database) as other:
        done = await here.closed()
        note: dict[str, Any] = {"note": "Before."}
        await other.do("add_note", done, **note)
        text = KeyName(done.stream_id, NIL, "P3")
        doomed = (await other.keys.data_keys([text]))[text]
        request_id = await here.approved(done)
        with pytest.raises(ErasureApprovedBefore):
            await other.do("add_note", done, **note)
        await here.erasures.run(
            wanted("erase_personal_data", done, request_id=request_id, **BY_OFFICER)
        )
        # The other process still remembers the key that is gone.
        assert (await other.keys.data_keys([text]))[text] == doomed
        after = await other.do("add_note", done, note="After.")
        fresh = (await other.keys.data_keys([text]))[text]
        assert key_id(fresh) != key_id(doomed)
        told = await opened(here, after)
        assert told[-1].recorded.event.model_dump()["note"] == "After."
        assert (await looked(database, here))["keys"].differs == 0
        # What was recorded since can be erased too, by a request of its own.
        later = await here.approved(done, class_codes=["P3"])
        await here.erasures.run(wanted("erase_personal_data", done, request_id=later, **BY_OFFICER))
        certificate = await here.erasures.certificate(done.stream_id, later)
    assert certificate.key_ids == (key_id(fresh).hex(),)
    assert certificate.events == 1


async def test_one_partys_identity_goes_and_the_text_stays(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        done = await here.closed()
        assert done.state is not None
        request_id = await here.approved(done, party_id=done.state.party_id)
        erased = await here.erasures.run(
            wanted("erase_personal_data", done, request_id=request_id, **BY_OFFICER)
        )
        first = (await opened(here, erased))[0]
    assert first.erased == ("P2", "P4")
    assert first.recorded.event.model_dump()["narrative"] == "The parcel came late."
    assert rows(database, "SELECT scope FROM data_key") == [("P3",)]
    assert rows(database, "SELECT FROM contact_entry") == []


async def test_the_database_lets_no_key_go_unrecorded(database: FreshDatabases) -> None:
    async with keeping(database) as here:
        await here.closed()
    with (
        database.superuser(keys=True) as superuser,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        superuser.execute("DELETE FROM data_key")
