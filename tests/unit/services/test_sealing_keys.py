"""What facts are sealed under: never a key whose erasure is recorded, contacts noted before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest

from adapters.octets import NIL
from adapters.sealing import key_id
from adapters.wrapping import KeyName
from domain.complaint.aggregate import COMPLAINT as AGGREGATE
from domain.complaint.events import NoteAdded, PersonalDataErased
from domain.decision_context import NewEvent
from services.commands.event_assembly import Head
from services.commands.sealing_keys import SealingKeys
from tests.support.controls import COMPLAINT, when
from tests.support.erasures import APPROVED, ENDED, REQUEST
from tests.support.given import given
from tests.support.keys import KeysInMemory

pytestmark = pytest.mark.anyio

TEXT = KeyName(COMPLAINT, NIL, "P3")
NOTE = [NewEvent(event=NoteAdded(visibility_code="internal", note="x"), occurred=when())]


def head(*erased: bytes) -> Head:
    """An ended complaint; erased: keys that it says are destroyed."""
    gone = PersonalDataErased(request_id=REQUEST, key_ids=tuple(key.hex() for key in erased))
    complaint = given(*ENDED, APPROVED, *([gone] if erased else [])).complaint
    at: datetime = complaint.recorded_at
    return Head(AGGREGATE, COMPLAINT, complaint, complaint.version, b"", at)


async def test_a_key_stays_as_long_as_nobody_erased_it() -> None:
    keys = KeysInMemory()
    first = await SealingKeys(keys).of(NOTE, head(), ())
    assert await SealingKeys(keys).of(NOTE, head(), ()) == first
    assert list(first) == [TEXT]


@pytest.mark.parametrize("is_remembered", [False, True], ids=["left by a crash", "remembered"])
async def test_a_key_that_is_said_to_be_erased_goes_before_it_could_be_used(
    is_remembered: bool,
) -> None:
    keys = KeysInMemory()
    old = (await keys.data_keys([TEXT]))[TEXT]
    if is_remembered:
        await keys.destroy([key_id(old)])
        keys.remembered[TEXT] = old
    found = await SealingKeys(keys).of(NOTE, head(key_id(old)), ())
    assert found[TEXT] != old
    assert key_id(old) not in await keys.held(COMPLAINT)
    again = await SealingKeys(keys).of(NOTE, head(key_id(old)), ())
    assert again == found


async def test_contacts_are_noted_once_the_keys_are_there() -> None:
    keys, seen = KeysInMemory(), list[set[UUID]]()

    class Noting:
        async def note(self, facts: Sequence[NewEvent], at: Head, others: Sequence[Head]) -> None:
            assert facts is NOTE and not others
            seen.append({name.complaint_id for name in keys.keys})
            assert at.stream_id == COMPLAINT

    await SealingKeys(keys, Noting()).of(NOTE, head(), ())
    assert seen == [{COMPLAINT}]
