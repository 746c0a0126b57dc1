"""``plaint check`` names what was changed, where nobody may change anything; and only that."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from adapters.octets import leaf
from projections import trends
from services.verification import side_by_side
from services.verification.check_results import Checked
from tests.cli.reference import PAGE
from tests.cli.shapes import places, places_in
from tests.cli.tampering import FIRST, LAST, Installation, installation, unguarded, untouched

__all__ = ["installation", "untouched"]

pytestmark = pytest.mark.servers


def test_a_sound_record_is_the_same_everywhere(installation: Installation) -> None:
    found = installation.sound()
    head = installation.number(LAST)
    assert found["octets"]["checked"] == found["chain"]["checked"] == head > 10
    assert found["sealed"]["checked"] == found["keys"]["checked"] > 5
    assert found["claims"]["checked"] == installation.number("SELECT count(*) FROM claim") > 3
    assert found["topic"]["skipped"] == "this installation runs without Kafka"
    assert all(one["differs"] == 0 for one in found.values())


def test_what_is_not_asked_for_is_told_as_not_looked_at(installation: Installation) -> None:
    told = installation.keyboard.types("check", "--no-views", "--no-topic").stdout
    assert told.count("not looked at: ") == 2
    assert "all is the same" in told


def test_octets_that_were_changed_are_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change(
        "UPDATE event SET public = set_byte(public, 30, 88) WHERE position = %s", at
    )
    found = installation.differing()
    assert found["octets"]["differs"] == 1
    assert found["octets"]["first"]["position"] == at


def test_octets_changed_with_their_leaf_break_the_chain_behind_them(
    installation: Installation,
) -> None:
    at = installation.number(FIRST)
    row = installation.superuser.execute(
        "SELECT public FROM event WHERE position = %s", [at]
    ).fetchone()
    assert row is not None and isinstance(row[0], bytes)
    forged = row[0].replace(b'"handler"', b'"auditor"')
    assert forged != row[0]
    installation.change(
        "UPDATE event SET public = %s, leaf = %s WHERE position = %s", forged, leaf(forged), at
    )
    found = installation.differing()
    assert "octets" not in found
    assert found["chain"]["first"]["position"] == at + 1


def test_a_column_that_says_something_else_is_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE event SET type = 'NoteAdded' WHERE position = %s", at)
    found = installation.differing()
    assert set(found) == {"columns"}
    assert "type of NoteAdded" in found["columns"]["first"]["said"]


def test_an_event_in_another_slice_is_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE event SET slice = (slice + 1) %% 12 WHERE position = %s", at)
    assert installation.differing()["slices"]["first"]["position"] == at


def test_two_events_that_changed_places_are_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    for before, after in ((at, 10**9), (at + 1, at), (10**9, at + 1)):
        installation.change("UPDATE event SET position = %s WHERE position = %s", after, before)
    found = installation.differing()
    assert found["commands"]["differs"] == 2
    assert found["commands"]["first"]["position"] == at


def test_an_end_that_was_cut_off_is_known_by_its_command(installation: Installation) -> None:
    last = installation.number(LAST)
    installation.change("DELETE FROM event WHERE position = %s", last)
    found = installation.differing()
    assert found["positions"]["first"]["position"] == last
    assert "its end is gone" in found["positions"]["first"]["said"]


def test_a_stored_command_that_is_gone_is_named_with_its_events_and_claims(
    installation: Installation,
) -> None:
    at = installation.number(FIRST)
    installation.change("DELETE FROM command WHERE first_position = %s", at)
    found = installation.differing()
    assert found["commands"]["first"]["position"] == at
    assert found["claims"]["differs"] == 1


def test_a_blob_that_was_changed_is_named(installation: Installation) -> None:
    at = installation.number("SELECT min(position) FROM sealed")
    installation.change(
        "UPDATE sealed SET blob = set_byte(blob, 60, get_byte(blob, 60) # 1) WHERE position = %s",
        at,
    )
    assert installation.differing()["sealed"]["first"]["position"] == at


def test_a_blob_that_no_event_names_is_named(installation: Installation) -> None:
    at = installation.number("SELECT min(position) FROM sealed")
    beyond = installation.number(LAST) - 1
    installation.change(
        "INSERT INTO sealed SELECT %s, sha256, blob FROM sealed WHERE position = %s LIMIT 1",
        beyond,
        at,
    )
    assert installation.differing()["sealed"]["first"]["position"] == beyond


def test_what_went_without_an_order_is_named_though_the_tables_say_that_it_was_erased(
    installation: Installation,
) -> None:
    blob = installation.number("SELECT min(position) FROM sealed")
    installation.change(
        f"SELECT remove_sealed(ARRAY[{blob}::bigint], "
        "(SELECT min(command_id::text)::uuid FROM command))"
    )
    key = b"SELECT key_id FROM data_key WHERE scope = 'P3' ORDER BY 1 LIMIT 1"
    found = installation.keys.execute(key).fetchone()
    installation.keys.execute("SELECT remove_data_keys(ARRAY[%s])", found)
    differing = installation.differing()
    assert {*differing} == {"sealed", "keys"}
    assert differing["sealed"]["first"]["position"] == blob
    assert "no event orders it" in differing["keys"]["first"]["said"]


def test_a_key_that_is_gone_without_a_trace_is_named(installation: Installation) -> None:
    with unguarded(installation.keys, "data_key"):
        installation.keys.execute("DELETE FROM data_key")
    found = installation.differing()
    assert found["keys"]["differs"] == found["keys"]["checked"]
    assert found["keys"]["first"]["position"] == installation.number(FIRST)


def test_secrets_of_another_installation_open_nothing(installation: Installation) -> None:
    data = installation.keyboard.settings.data
    assert isinstance(data, Path)
    (data / "secrets" / "key-encryption-keys.json").write_text(json.dumps({"k1": "ab" * 32}))
    found = installation.differing()
    assert found["secrets"]["differs"] == found["secrets"]["checked"] > 5


@pytest.mark.parametrize("view", ["audit_trail", "case_queue", "deadlines"])
def test_a_row_that_is_gone_from_a_view_is_named_by_its_complaint(
    installation: Installation, view: str
) -> None:
    installation.change(
        f"DELETE FROM views.{view} WHERE complaint_id = "
        f"(SELECT min(complaint_id::text)::uuid FROM views.{view})"
    )
    row = installation.superuser.execute(
        b"SELECT min(stream_id::text), max(position) FROM event WHERE stream_id = "
        b"(SELECT min(stream_id::text)::uuid FROM event WHERE stream_kind = 'complaint')"
    ).fetchone()
    assert row is not None
    first = installation.differing()[f"view {view}"]["first"]
    assert first["position"] == row[1]
    assert str(UUID(str(row[0]))) in first["said"]


def test_an_amount_that_was_changed_is_named_by_its_cell(installation: Installation) -> None:
    """And no other, such as those of before it was handled, in which by now nothing counts."""
    columns = "figure, day, legal_entity, contact_class, category_code, amount"
    installation.change(
        f"INSERT INTO views.trends_v{trends.VERSION} ({columns}) "
        "VALUES ('closed', '2026-01-01', 'x', 'x', 'x', 0)"
    )
    last = b"SELECT figure, day::text FROM views.trends ORDER BY figure DESC, day DESC LIMIT 1"
    cell = installation.superuser.execute(last).fetchone()
    assert cell is not None
    where = "figure = '{}' AND day = '{}'".format(*cell)
    installation.change(f"UPDATE views.trends SET amount = amount + 1 WHERE {where}")
    found = installation.differing()
    assert set(found) == {"view trends"}
    named = "the amount of figure={}, day={}".format(*cell)
    assert named in found["view trends"]["first"]["said"]


def test_several_processes_find_what_one_finds(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = installation.sound()
    monkeypatch.setattr(side_by_side, "WORTH_A_PROCESS", 0)
    assert installation.sound() == alone


def test_nothing_stays_behind_in_the_views(installation: Installation) -> None:
    installation.sound()
    left = installation.number("SELECT count(*) FROM pg_tables WHERE tablename LIKE '%%\\_check%%'")
    marks = installation.number(
        "SELECT count(*) FROM views.watermark WHERE projection LIKE '%%c_k'"
    )
    assert (left, marks) == (0, 0)


def test_the_answer_for_programs_has_the_shape_that_the_page_keeps(
    installation: Installation,
) -> None:
    page = PAGE.read_text(encoding="utf-8").partition("#### `check --json`")[2]
    written = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    kept = {place for place, _, _ in places(Checked)}
    assert kept <= written
    installation.change("UPDATE event SET type = 'NoteAdded' WHERE position = 1")
    told = installation.keyboard.types("check", "--json", exit_code=1).stdout
    came = {place for place in places_in(json.loads(told)) if ".counts" not in place}
    assert came <= kept | {"findings[].first", "findings[].counts{}"}
