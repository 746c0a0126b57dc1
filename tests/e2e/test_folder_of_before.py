"""A data folder that an earlier version filled is taken over whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import pytest

from adapters.clock import now
from tests.e2e.installation import Running, fresh_folder
from tests.golden.folders import lay
from tests.support.door import Door

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Before:
    """A running Plaint over what was left to it; complaints: references by what they tell."""

    plaint: Running
    complaints: dict[str, str]
    door: Door


@pytest.fixture(scope="module")
def before() -> Iterator[Before]:
    with fresh_folder() as folder:
        complaints = lay("2026-11-29", folder)
        plaint = Running(folder, kafka="off")
        plaint.up("--sample")
        plaint.wait_until(lambda: max(plaint.lags()) == 0)
        key = plaint.json("key", "new", "--role", "auditor")["key"]
        yield Before(plaint, complaints, Door(plaint.note()["port"], {"auditor": key}))
        plaint.down()


def test_the_same_files_add_and_change_nothing(before: Before) -> None:
    assert "sample complaints: 0 added, 450 already there" in before.plaint.said()


def test_every_complaint_of_before_is_shown_and_told_whole(before: Before) -> None:
    def is_told_whole(reference: str) -> bool:
        shown = before.door.get(f"/complaints/{reference}")
        entries = before.door.get(f"/complaints/{reference}/history")["entries"]
        return len(entries) == int(shown["fold_of"]["version"])

    # The clock may just have told of a due date that passed, which the view does not know yet.
    for reference in before.complaints.values():
        before.plaint.wait_until(partial(is_told_whole, reference))


def test_record_and_views_of_before_are_whole(before: Before) -> None:
    assert "all is the same" in before.plaint.run("check")


def test_the_policy_of_before_is_adopted_as_the_folder_s_note_names_it(before: Before) -> None:
    (adopted,) = [
        one for one in before.plaint.json("policy", "list")["adoptions"] if one["is_in_force"]
    ]
    assert adopted["ground_code"] == "first_start"
    named = (adopted["policy_id"], adopted["legal_entity"], adopted["zone"])
    assert named == ("iso10002_default", "main", "UTC")
    assert not {"policy", "legal_entity"} & before.plaint.note().keys()


def test_due_dates_counted_from_before_the_receipt_are_set_anew_once(before: Before) -> None:
    """Received on 5 March 2026 and withdrawn, as was typed, in 2016: three years from 2026."""
    assert "2 due dates counted from before" in before.plaint.said()
    reference = before.complaints["withdrawn_ten_years_early"]
    shown = before.plaint.json("show", reference)
    stands = {one["fact"]["kind"]: one for one in shown["deadlines"]}
    assert stands["retention"]["due_on"] == "2029-03-05"
    is_over = now() >= datetime(2029, 3, 6, tzinfo=UTC)
    assert stands["retention"]["status"] == ("lapsed" if is_over else "running")
    assert stands["reopen_window"]["due_on"] == "2026-09-05"
    version = shown["fold_of"]["version"]
    before.plaint.down()
    before.plaint.up()
    assert "set anew" not in before.plaint.said()
    assert before.plaint.json("show", reference)["fold_of"]["version"] == version
