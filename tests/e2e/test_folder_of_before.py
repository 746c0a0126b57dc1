"""A data folder that an earlier version filled is taken over whole."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.installation import Running, fresh_folder
from tests.golden.folders import lay

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Before:
    """A running Plaint over what was left to it; complaints: references by what they tell."""

    plaint: Running
    complaints: dict[str, str]


@pytest.fixture(scope="module")
def before() -> Iterator[Before]:
    with fresh_folder() as folder:
        complaints = lay("2026-11-29", folder)
        plaint = Running(folder, kafka="off")
        plaint.up("--sample")
        plaint.wait_until(lambda: max(plaint.lags()) == 0)
        yield Before(plaint, complaints)
        plaint.down()


def test_the_same_files_add_and_change_nothing(before: Before) -> None:
    assert "sample complaints: 0 added, 450 already there" in before.plaint.said()


def test_every_complaint_of_before_is_shown_and_told_whole(before: Before) -> None:
    for about, reference in before.complaints.items():
        shown = before.plaint.json("show", reference)
        entries = before.plaint.json("history", reference)["entries"]
        assert len(entries) == shown["fold_of"]["version"], about


def test_record_and_views_of_before_are_whole(before: Before) -> None:
    assert "all is the same" in before.plaint.run("check")
