"""Keys: made once, recognised by their hash, refused when wrong or revoked."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest

from adapters.clock import now
from adapters.postgres.reading import PostgresRecord
from services.access.new_keys import UnknownRole
from services.access.principals import FRESH_SECONDS, KeyExpired, NoSuchKey, Principals
from services.access.rights import FOLLOWERS
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture
async def record(database: FreshDatabases) -> AsyncIterator[PostgresRecord]:
    record = await PostgresRecord.open(database.dsn())
    yield record
    await record.aclose()


async def test_a_key_stands_for_its_principal(record: PostgresRecord) -> None:
    principals = Principals(record.pool)
    assert not await principals.any()
    made = await principals.new("handler", unit="claims_north")
    assert await principals.any()
    assert await principals.principal_of(made.key) == made.principal
    actor = made.principal.actor
    assert (actor.kind, actor.role, actor.unit) == ("staff", "handler", "claims_north")


async def test_only_the_hash_of_a_key_is_kept(
    record: PostgresRecord, database: FreshDatabases
) -> None:
    made = await Principals(record.pool).new("auditor")
    with database.superuser() as connection:
        rows = connection.execute("SELECT key_hash, prefix FROM staff").fetchall()
    assert rows == [(hashlib.sha256(made.key.encode()).digest(), made.key.split("_")[1])]
    assert made.key not in repr(made)


@pytest.mark.parametrize("role", FOLLOWERS)
async def test_every_role_can_have_a_key(record: PostgresRecord, role: str) -> None:
    made = await Principals(record.pool).new(role)
    assert made.principal.role == role
    is_program = role in ("system", "monitor", "subscriber")
    assert made.principal.actor.kind == ("system" if is_program else "staff")


async def test_a_principal_can_have_two_keys_to_change_over(record: PostgresRecord) -> None:
    principals = Principals(record.pool)
    first = await principals.new("handler")
    second = await principals.new("handler", principal_id=first.principal.id)
    assert await principals.revoke(first.principal.prefix)
    assert await principals.principal_of(first.key) is None
    told = await principals.principal_of(second.key)
    assert told is not None
    assert told.id == first.principal.id


async def test_a_revoked_key_is_refused_at_once_here_and_soon_elsewhere(
    record: PostgresRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = Principals(record.pool), Principals(record.pool)
    made = await here.new("handler")
    assert await elsewhere.principal_of(made.key) is not None
    assert await here.revoke(made.principal.prefix)
    assert not await here.revoke(made.principal.prefix)
    assert await here.principal_of(made.key) is None
    later = monotonic() + FRESH_SECONDS + 1
    monkeypatch.setattr("services.access.principals.monotonic", lambda: later)
    assert await elsewhere.principal_of(made.key) is None


async def test_changed_and_malformed_keys_stand_for_nobody(record: PostgresRecord) -> None:
    principals = Principals(record.pool)
    made = await principals.new("handler")
    changed = [
        made.key[:place] + ("A" if made.key[place] != "A" else "B") + made.key[place + 1 :]
        for place in range(len(made.key))
    ]
    others = ["", made.key + "\n", made.key[:-1], f"{made.key}x", "plaint__", "\x00", "é" * 63]
    for key in [*changed, *others]:
        assert await principals.principal_of(key) is None


async def test_a_key_ends_by_itself_and_says_so_to_whoever_has_it(
    record: PostgresRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while it is remembered; to a wrong key of the same prefix it says nothing."""
    principals = Principals(record.pool)
    made = await principals.new("handler", expires_at=now() + timedelta(days=1))
    assert await principals.principal_of(made.key) == made.principal
    then = now() + timedelta(days=2)
    monkeypatch.setattr("services.access.principals.now", lambda: then)
    with pytest.raises(KeyExpired):
        await principals.principal_of(made.key)
    assert await principals.principal_of(f"{made.key[:-1]}{'AB'[made.key[-1] == 'A']}") is None


async def test_a_replaced_key_holds_as_long_as_both_shall_and_the_person_stays(
    record: PostgresRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Role, unit, label and length of life go over; it is replaced once."""
    principals = Principals(record.pool)
    end = now() + timedelta(days=90)
    old = await principals.new("approver", unit="north", label="desk 7", expires_at=end)
    new = await principals.replace(old.principal.prefix, overlap=timedelta(days=7))
    assert new.principal == replace(old.principal, prefix=new.principal.prefix)
    assert new.stored.label == "desk 7"
    assert new.stored.expires_at is not None
    assert abs(new.stored.expires_at - end) < timedelta(minutes=1)
    assert await principals.principal_of(old.key) == old.principal
    with pytest.raises(NoSuchKey, match=new.principal.prefix):
        await principals.replace(old.principal.prefix)
    then = now() + timedelta(days=8)
    monkeypatch.setattr("services.access.principals.now", lambda: then)
    with pytest.raises(KeyExpired):
        await principals.principal_of(old.key)
    assert await principals.principal_of(new.key) == new.principal


async def test_without_an_overlap_the_replaced_key_ends_at_once(record: PostgresRecord) -> None:
    principals = Principals(record.pool)
    old = await principals.new("handler")
    assert await principals.principal_of(old.key) is not None
    new = await principals.replace(old.principal.prefix)
    with pytest.raises(KeyExpired):
        await principals.principal_of(old.key)
    assert await principals.principal_of(new.key) is not None


async def test_a_revoked_key_is_replaced_by_none(record: PostgresRecord) -> None:
    principals = Principals(record.pool)
    old = await principals.new("handler")
    await principals.revoke(old.principal.prefix)
    with pytest.raises(NoSuchKey):
        await principals.replace(old.principal.prefix)


async def test_the_last_use_is_kept_as_a_day_and_written_once_a_day(
    record: PostgresRecord, database: FreshDatabases
) -> None:
    principals = Principals(record.pool)
    made = await principals.new("handler")
    assert [key.last_used_on for key in await principals.keys()] == [None]
    written = set()
    for each in (Principals(record.pool), Principals(record.pool)):
        assert await each.principal_of(made.key) is not None
        with database.superuser() as connection:
            written.add(connection.execute("SELECT xmin::text, last_used_on FROM staff").fetchone())
    ((_, day),) = [row for row in written if row]
    assert day == now().date()


@pytest.mark.parametrize(("role", "unit"), [("chief", None), ("", None), ("handler", "Ann Lee")])
async def test_unknown_roles_and_units_that_are_no_codes_get_no_key(
    record: PostgresRecord, role: str, unit: str | None
) -> None:
    with pytest.raises(UnknownRole):
        await Principals(record.pool).new(role, unit=unit)
