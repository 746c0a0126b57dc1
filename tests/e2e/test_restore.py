"""A running system lost and restored; then the copy tampered with, and every change named."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kafka.structs import TopicPartition

from adapters.kafka.clients import Kafka
from projections import case_queue
from tests.drill.drill import Drilled, checked, drill, superuser
from tests.e2e.installation import Running, fresh_folder

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]
TABLE = f"views.case_queue_v{case_queue.VERSION}"

SECONDS = 1.5


@pytest.fixture(scope="module")
def drilled() -> Iterator[Drilled]:
    with fresh_folder() as folder:
        done = drill(folder.parent, seconds=SECONDS, say=lambda _: None)
        yield done
        done.restored.down()


def findings(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["what"]: one for one in found["findings"]}


def parent(drilled: Drilled) -> Path:
    return drilled.restored.folder.parent


def test_every_event_that_was_acknowledged_before_the_last_archived_log_is_there(
    drilled: Drilled,
) -> None:
    assert len(drilled.archived) > 50
    assert drilled.lost_though_archived == []


def test_what_is_there_is_octet_by_octet_what_was_lost_at_the_same_position(
    drilled: Drilled,
) -> None:
    assert len(drilled.new) == drilled.restore["position"] > drilled.backup["position"] > 0
    assert drilled.other_octets == 0


def test_the_log_has_a_new_id_because_its_end_was_lost(drilled: Drilled) -> None:
    assert drilled.lost != []
    assert drilled.restore["log_id"] != drilled.restore["former_log_id"]
    assert drilled.before_start["log_id"] == drilled.restore["log_id"]


def test_the_restored_record_is_sound_before_anything_is_started(drilled: Drilled) -> None:
    found = findings(drilled.before_start)
    assert drilled.before_start["is_same"] is True
    assert found["octets"]["checked"] == drilled.before_start["head"] == len(drilled.new)
    assert "no Kafka" in found["topic"]["skipped"]


def test_started_it_fills_a_topic_and_views_that_are_the_same_as_the_store(
    drilled: Drilled,
) -> None:
    found = findings(drilled.after_start)
    assert drilled.after_start["is_same"] is True
    for what in ("topic", "view audit_trail", "view case_queue", "view deadlines", "view trends"):
        assert found[what]["skipped"] is None and found[what]["checked"] > 50, found[what]
    assert found["topic"]["counts"] == {"behind": 0}


def test_personal_data_opens_with_the_keys_and_secrets_that_came_along(drilled: Drilled) -> None:
    complaint = drilled.archived[0].complaint_id
    told = drilled.restored.run("show", complaint, "--content", "--json")
    assert "half of it was missing" in told or "The kettle exploded." in told


def test_a_folder_that_holds_something_is_never_restored_into(drilled: Drilled) -> None:
    told = drilled.restored.refused("restore", str(parent(drilled) / "backup"))
    assert "is not empty" in told


def test_a_damaged_backup_is_refused_by_the_name_of_the_file(drilled: Drilled) -> None:
    version = parent(drilled) / "backup" / "cluster" / "PG_VERSION"
    whole = version.read_bytes()
    version.write_bytes(b"19\n")
    try:
        told = empty(drilled).refused("restore", str(parent(drilled) / "backup"))
    finally:
        version.write_bytes(whole)
    assert "PG_VERSION" in told and "take another backup" in told


def test_an_archive_with_a_hole_is_refused_by_the_name_of_what_is_missing(
    drilled: Drilled,
) -> None:
    archive = parent(drilled) / "archive"
    segments = sorted(archive.glob("0000000100000000????????.gz"))
    gone = segments[-2]
    gone.rename(archive / "elsewhere")
    try:
        told = empty(drilled).refused("restore", str(parent(drilled) / "backup"))
    finally:
        (archive / "elsewhere").rename(gone)
    assert f"lacks {gone.name}" in told


def empty(drilled: Drilled) -> Running:
    """Another place to restore into."""
    other = Running(parent(drilled) / "third")
    shutil.rmtree(other.folder, ignore_errors=True)
    return other


def tampered(plaint: Running) -> dict[str, int]:
    """Change what nobody may change, as a superuser can; the positions of what was changed."""
    with superuser(plaint) as connection:
        for table in ("event", "command", "sealed"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        firsts = connection.execute(
            "SELECT position FROM event WHERE version = 1 AND stream_kind = 'complaint' "
            "ORDER BY position LIMIT 4"
        ).fetchall()
        flipped, deleted, orphaned, unsealed = (int(position) for (position,) in firsts)
        run = connection.execute
        run(FLIP, [flipped])
        run("DELETE FROM event WHERE position = %s", [deleted])
        run("DELETE FROM command WHERE first_position = %s", [orphaned])
        run("DELETE FROM sealed WHERE position = %s", [unsealed])
        run(
            f"UPDATE {TABLE} SET state = 'CLOSED' WHERE complaint_id = %s".encode(),
            [row_at(connection, orphaned)],
        )
    return {"flipped": flipped, "deleted": deleted, "orphaned": orphaned, "unsealed": unsealed}


FLIP = (
    "UPDATE event SET public = set_byte(public, 40, get_byte(public, 40) # 1) WHERE position = %s"
)


def row_at(connection: psycopg.Connection[Any], position: int) -> Any:
    found = connection.execute("SELECT stream_id FROM event WHERE position = %s", [position])
    return found.fetchall()[0][0]


def without_beginning(plaint: Running, *, not_of: int) -> int:
    """Remove the first record of a partition, as only its administrator can; its position.

    not_of: a position in another partition.
    """
    with superuser(plaint) as connection:
        row = connection.execute(
            "SELECT min(position), slice FROM event WHERE slice IS NOT NULL AND slice <> "
            "(SELECT slice FROM event WHERE position = %s) GROUP BY slice ORDER BY slice LIMIT 1",
            [not_of],
        ).fetchone()
    assert row is not None
    admin = Kafka(str(plaint.note()["kafka"])).admin()
    admin.delete_records({TopicPartition("plaint.complaints.v1", row[1]): 1})
    admin.close()
    return int(row[0])


def test_each_change_by_a_superuser_is_named_with_its_position(drilled: Drilled) -> None:
    where = tampered(drilled.restored)
    missing = without_beginning(drilled.restored, not_of=where["deleted"] + 1)
    told = checked(drilled.restored)
    found = findings(told)
    assert told["is_same"] is False
    assert found["octets"]["first"]["position"] == where["flipped"]
    assert found["positions"]["first"]["position"] == where["deleted"]
    assert found["versions"]["first"]["position"] == where["deleted"] + 1
    assert found["commands"]["first"]["position"] == where["orphaned"]
    assert found["sealed"]["first"]["position"] == where["unsealed"]
    assert found["view case_queue"]["differs"] == 1
    # The record of the deleted event, the one after it in its slice, and the one that is gone.
    assert found["topic"]["differs"] == 3
    assert found["topic"]["first"]["position"] == min(where["deleted"], missing)
    assert found["slices"]["differs"] == found["secrets"]["differs"] == 0
    assert "something differs" in drilled.restored.run("check", check=False)


def test_after_a_renewal_the_relay_refuses_the_topic_of_the_former_log(drilled: Drilled) -> None:
    plaint = drilled.restored
    assert "say --yes" in plaint.refused("renew-log")
    renewed = plaint.json("renew-log", "--yes")
    assert renewed["former_log_id"] == drilled.restore["log_id"]
    plaint.run("log", "--narrative", "After the renewal.", "--complainant", "name=Ada")
    plaint.wait_until(lambda: "relay refuses to go on" in plaint.said(), 90.0)
    log = (plaint.folder / "log" / "relay.log").read_text()
    assert f"of log {renewed['former_log_id']}" in log and "name another topic" in log
    said = findings(checked(plaint))["topic"]["first"]["said"]
    assert "PLAINT_TOPIC" in said
