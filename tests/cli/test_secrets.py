"""The key-encryption key is replaced at the keyboard; the former goes when no backup needs it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from adapters.clock import now
from adapters.secrets import RETIRED, read_secrets
from tests.cli.conftest import Keyboard
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers


def test_a_new_key_encryption_key_opens_all_and_the_former_goes_after_35_days(
    keyboard: Keyboard, postgres: Cluster
) -> None:
    reference = keyboard.json("log", "--narrative", "It never came")["reference"]
    secrets = Path(keyboard.environment["PLAINT_DATA"]) / "secrets"
    admin = ("--admin-url", make_conninfo(postgres.admin_dsn))
    before = read_secrets(secrets)
    told = keyboard.types("secrets", "rotate", "keys", *admin).stdout
    assert "k2-" in told and "is the key-encryption key" in told
    assert "k1 opens backups" in told
    after = read_secrets(secrets)
    newest = after.keks[0].id
    assert [kek.id for kek in after.keks] == [newest, "k1"]
    assert after.installation == before.installation
    assert "It never came" in keyboard.types("show", reference, "--content").stdout

    assert "nothing to drop" in keyboard.types("secrets", "drop", *admin).stdout
    long_ago = (now() - timedelta(days=36)).isoformat()
    (secrets / RETIRED).write_text(json.dumps({"k1": long_ago}))
    assert "dropped: k1" in keyboard.types("secrets", "drop", *admin).stdout
    assert [kek.id for kek in read_secrets(secrets).keks] == [newest]
    assert "It never came" in keyboard.types("show", reference, "--content").stdout


def test_of_a_given_server_the_administrator_is_named(keyboard: Keyboard) -> None:
    assert "--admin-url" in keyboard.types("secrets", "rotate", "keys", exit_code=2).stderr
