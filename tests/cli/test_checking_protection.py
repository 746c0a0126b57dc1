"""``plaint check`` names what was changed around the octets: moments, digests, what keeps them."""

import json

import pytest

from tests.cli.tampering import FIRST, LAST, Installation, installation

__all__ = ["installation"]

pytestmark = pytest.mark.servers


def test_a_moment_of_storing_that_was_changed_is_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE event SET appended_at = '2020-01-01' WHERE position = %s", at)
    found = installation.differing()
    assert set(found) == {"moments"}
    assert found["moments"]["first"]["position"] == at


@pytest.mark.parametrize("later", ["1 day", "1 hour"])
def test_a_last_event_said_to_be_stored_later_than_now_is_named(
    installation: Installation, later: str
) -> None:
    installation.change(
        f"UPDATE event SET appended_at = now() + '{later}' WHERE position = %s",
        installation.number(LAST),
    )
    assert installation.differing()["moments"]["differs"] == 1


def test_an_event_said_to_be_stored_after_the_next_is_named(installation: Installation) -> None:
    at = installation.number(LAST) - 8
    installation.change("UPDATE event SET appended_at = now() WHERE position = %s", at)
    assert installation.differing()["moments"]["differs"] >= 1


def test_a_request_that_is_no_digest_is_named_with_its_command(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE command SET request = '' WHERE first_position = %s", at)
    found = installation.differing()
    assert set(found) == {"commands"}
    assert found["commands"]["first"]["position"] == at


@pytest.mark.parametrize(
    ("is_of_keys", "statement", "said"),
    [
        (False, "ALTER TABLE event DISABLE TRIGGER event_insert_only", "event_insert_only"),
        (False, "ALTER TABLE command ENABLE TRIGGER command_insert_only", "command_insert_only"),
        (False, "DROP TRIGGER claim_insert_only ON claim", "claim_insert_only"),
        (False, "ALTER TABLE event DROP CONSTRAINT event_leaf_check", "event_leaf_check"),
        (False, "DROP INDEX event_position", "event_position"),
        (False, "GRANT UPDATE ON event TO plaint_writer", "grant event UPDATE plaint_writer"),
        (False, "GRANT UPDATE (type) ON event TO PUBLIC", "grant event.type UPDATE PUBLIC"),
        (False, "ALTER TABLE event OWNER TO plaint_writer", "event"),
        (False, "CREATE RULE lost AS ON INSERT TO claim DO INSTEAD NOTHING", "rule claim lost"),
        (False, "ALTER TABLE sealed_removal DISABLE TRIGGER ALL", "sealed_removal"),
        (
            False,
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NULL; END'",
            "refuse_change",
        ),
        (True, "ALTER TABLE data_key DISABLE TRIGGER USER", "data_key_never_truncated"),
        (True, "GRANT DELETE ON data_key TO plaint_writer", "grant data_key DELETE plaint_writer"),
    ],
)
def test_what_keeps_the_record_and_is_not_as_it_was_made_is_named(
    installation: Installation, is_of_keys: bool, statement: str, said: str
) -> None:
    superuser = installation.keys if is_of_keys else installation.superuser
    superuser.execute(statement.encode())
    told = installation.keyboard.types("check", "--json", "--no-views", exit_code=1).stdout
    found = {one["what"]: one for one in json.loads(told)["findings"] if one["differs"]}
    assert set(found) == {"protection"}
    assert said in found["protection"]["first"]["said"]


def test_whoever_may_only_read_beside_changes_nothing(installation: Installation) -> None:
    installation.superuser.execute("GRANT SELECT ON event TO plaint_projector")
    assert installation.sound()["protection"]["checked"] > 100
