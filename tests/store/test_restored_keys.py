"""A restore past a rotation of keys: refused until what opens them is there."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.local.folder import DataFolder
from adapters.octets import NIL
from adapters.postgres.keys import KeyStore
from adapters.postgres.roles import LOGINS, WRITER
from adapters.secrets import KEYS, add_kek, join_keks, make_secrets, read_secrets
from adapters.settings import Settings
from adapters.wrapping import Kek, KeyName
from services.operations.replayed import KeysMissing, must_open
from services.operations.temporary_server import attended
from tests.store.test_restoring import RUN_AS, Lost, lost_in

pytestmark = pytest.mark.servers


@pytest.fixture
def lost() -> Iterator[Lost]:
    folder = Path(tempfile.mkdtemp(prefix="plaint-keys-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield lost_in(folder)
    finally:
        shutil.rmtree(folder)


async def _made_under(dsn: str, kek: Kek) -> None:
    store = await KeyStore.open(dsn, (kek,))
    await store.data_keys([KeyName(NIL, NIL, "P3")])
    await store.aclose()


def test_keys_wrapped_anew_after_the_backup_ask_for_the_secrets_of_then(lost: Lost) -> None:
    """A record is not given back of which nothing personal would open."""
    lost.restored("rotated")
    data, later = DataFolder(lost.folder / "rotated"), Kek("k2-0a0b0c0d", bytes(32))
    (then := lost.folder / "secrets-of-then").mkdir()
    with attended(Settings(run_as=RUN_AS, data=data.path), lambda _: None) as address:
        assert address is not None
        must_open(data, address)
        password = read_secrets(data.secrets).passwords[WRITER]
        asyncio.run(_made_under(address.dsn("plaint_keys", WRITER, password), later))
        with pytest.raises(KeysMissing, match=rf"{later.id}: 1.*--secrets DIR"):
            must_open(data, address)
        (then / KEYS).write_text(json.dumps({later.id: later.octets.hex()}))
        join_keks(data.secrets, then)
        must_open(data, address)
    assert [kek.id for kek in read_secrets(data.secrets).keks] == [later.id, "k1"]


def test_a_key_encryption_key_that_is_made_twice_has_another_id_each_time(tmp_path: Path) -> None:
    make_secrets(tmp_path, LOGINS)
    first = (tmp_path / KEYS).read_text()
    made = add_kek(tmp_path)
    (tmp_path / KEYS).write_text(first)
    assert add_kek(tmp_path).id != made.id
