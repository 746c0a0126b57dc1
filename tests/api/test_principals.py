"""Keys: made once, recognised by their hash, refused when wrong or revoked."""

import hashlib
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from adapters.postgres.reading import PostgresRecord
from services.principals import FRESH_SECONDS, ROLES, Principals, UnknownRole
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


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_can_have_a_key(record: PostgresRecord, role: str) -> None:
    made = await Principals(record.pool).new(role)
    assert made.principal.role == role
    assert made.principal.actor.kind == ("system" if role == "system" else "staff")


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
    monkeypatch.setattr("services.principals.monotonic", lambda: later)
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


@pytest.mark.parametrize(("role", "unit"), [("chief", None), ("", None), ("handler", "Ann Lee")])
async def test_unknown_roles_and_units_that_are_no_codes_get_no_key(
    record: PostgresRecord, role: str, unit: str | None
) -> None:
    with pytest.raises(UnknownRole):
        await Principals(record.pool).new(role, unit=unit)
