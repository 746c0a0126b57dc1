"""The key store under a new key-encryption key: every key is wrapped anew, none is changed."""

import time
from collections.abc import Sequence
from typing import Any

import psycopg

from adapters.postgres.arrays import octets
from adapters.postgres.contact_index import INDEX
from adapters.wrapping import Kek, KeyName, WrappedKey, by_id, unwrap, wrap
from domain.errors import ErrorCategory

AT_ONCE = 500
PAUSE_SECONDS = 0.1
LOCK = 7_232_104_215
"""Of the advisory lock that keeps two from doing it at once."""
# What somebody else holds (an erasure) is left to the next round: so nobody waits for a cycle.
DATA_KEYS = (
    "SELECT key_id, complaint_id, party_id, scope, kek_id, wrapped FROM data_key "
    "WHERE kek_id <> %b AND key_id > %b ORDER BY key_id LIMIT %b FOR NO KEY UPDATE SKIP LOCKED"
)
WRAP_DATA_KEYS = (
    "UPDATE data_key k SET kek_id = %b, wrapped = o.wrapped "
    "FROM unnest(%b, %b) AS o (key_id, wrapped) WHERE k.key_id = o.key_id"
)
INDEX_KEYS = (
    "SELECT number, key_id, kek_id, wrapped FROM index_key WHERE kek_id <> %b FOR NO KEY UPDATE"
)
WRAP_INDEX_KEY = "UPDATE index_key SET kek_id = %b, wrapped = %b WHERE number = %b"
WRAPPED_BY = (
    "SELECT kek_id, count(*) FROM (SELECT kek_id FROM data_key UNION ALL "
    "SELECT kek_id FROM index_key) k GROUP BY kek_id"
)


class RotatedMeanwhile(RuntimeError):
    """Somebody else is wrapping the keys of this key store anew."""

    category = ErrorCategory.UNAVAILABLE


def wrapped_by(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many keys are wrapped by each key-encryption key."""
    return dict(connection.execute(WRAPPED_BY).fetchall())


def hold(connection: psycopg.Connection[Any]) -> None:
    """Keep others from rotating until the connection ends. Raises RotatedMeanwhile."""
    ((is_held,),) = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchall()
    if not is_held:
        raise RotatedMeanwhile("another `plaint secrets rotate` is at work here: let it end")


def rewrap(connection: psycopg.Connection[Any], keks: Sequence[Kek]) -> int:
    """Wrap all keys by the first of these, in batches that each are whole; how many it were.

    Broken off anywhere, it goes on where it was. As the owner of the key store, in autocommit.
    Raises NotUnwrapped for a key that opens no more.
    """
    rewrapped = 0
    while any(kek_id != keks[0].id for kek_id in wrapped_by(connection)):
        wrapped = _index_keys(connection, keks) + _data_keys(connection, keks)
        rewrapped += wrapped
        if not wrapped:
            time.sleep(PAUSE_SECONDS)
    # What the former key had wrapped must leave the files as well.
    connection.execute("VACUUM data_key, index_key")
    return rewrapped


def _data_keys(connection: psycopg.Connection[Any], keks: Sequence[Kek]) -> int:
    newest, known, after, rewrapped = keks[0], by_id(keks), b"", 0
    while True:
        with connection.transaction(), connection.cursor(binary=True) as cursor:
            rows = cursor.execute(DATA_KEYS, [newest.id, after, AT_ONCE]).fetchall()
            if not rows:
                return rewrapped
            stored = [WrappedKey(row[0], KeyName(*row[1:4]), row[4], row[5]) for row in rows]
            anew = [wrap(unwrap(one, known), one.name, newest) for one in stored]
            ids = octets(one.key_id for one in anew)
            cursor.execute(WRAP_DATA_KEYS, [newest.id, ids, octets(one.wrapped for one in anew)])
        after = stored[-1].key_id
        rewrapped += len(stored)


def _index_keys(connection: psycopg.Connection[Any], keks: Sequence[Kek]) -> int:
    newest = keks[0]
    with connection.transaction(), connection.cursor(binary=True) as cursor:
        rows = cursor.execute(INDEX_KEYS, [newest.id]).fetchall()
        for number, *stored in rows:
            key = unwrap(WrappedKey(stored[0], INDEX, stored[1], stored[2]), by_id(keks))
            cursor.execute(WRAP_INDEX_KEY, [newest.id, wrap(key, INDEX, newest).wrapped, number])
    return len(rows)
