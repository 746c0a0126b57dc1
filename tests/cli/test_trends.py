"""Figures at the keyboard: in a terminal, elsewhere, and for programs."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from projections.trends import FIGURES
from services.cli.exits import Exit
from services.cli.trends import BALANCE, OVERVIEW
from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def office(keyboard: Keyboard) -> Keyboard:
    """Three of January, one of which was merged; two of February: one withdrawn, one split."""
    january = [logged(keyboard, f"2026-01-0{day}") for day in (5, 6, 7)]
    keyboard.types("merge-complaint", january[0], "--into-id", january[1])
    withdrawn = logged(keyboard, "2026-02-10")
    keyboard.types("withdraw", withdrawn, "--means", "phone", "--occurred", "2026-02-12")
    issues = ("--issue", "category=late_billing", "--issue", "category=delivery")
    several = logged(keyboard, "2026-02-18", *issues)
    keyboard.types("split-complaint", several, "--issue-id", "2", "--occurred", "2026-03-03")
    keyboard.project()
    return keyboard


def logged(keyboard: Keyboard, day: str, *more: str) -> str:
    words = ("log", "--narrative", "It never came", "--occurred", day, *more)
    told: str = keyboard.json(*words)["reference"]
    return told


def table(keyboard: Keyboard, *words: str) -> list[list[str]]:
    _, *rows = keyboard.types("trends", *words, "-n", "0").stdout.splitlines()
    return [row.split("\t") for row in rows]


def test_a_first_day_within_a_week_loses_no_row_and_no_level(office: Keyboard) -> None:
    days = ("--since", "2026-02-04", "--until", "2026-02-22")
    assert table(office, *days) == [
        ["2026-W06", "0", "0", "0", "0", "3"],
        ["2026-W07", "1", "1", "0", "0", "3"],
        ["2026-W08", "1", "0", "0", "0", "4"],
    ]
    said = office.types("trends", *days).stderr
    assert "* 2026-W06 is no whole week: only 2026-02-04 to 2026-02-08" in said
    assert "open before 3 + received 2 + split off 0 = open 4 + closed 1 + merged 0" in said


def test_the_overview_says_that_all_adds_up(office: Keyboard) -> None:
    said = office.types("trends", "-n", "1")
    heads = said.stdout.splitlines()[0].split("\t")
    assert heads == ["week", "received", "split off", "closed", "merged", "undated", "open"]
    whole = "received 5 + split off 1 = open 4 + closed 1 + merged 1 + undated 0 in all"
    assert whole in said.stderr
    assert "up to position" in said.stderr


def test_programs_get_the_same_rows_as_people(office: Keyboard) -> None:
    told: Any = {one["asked"]["figure"]: one for one in office.json("trends")["figures"]}
    assert [*told] == [*OVERVIEW, *BALANCE]
    shown = ("received", "split_off", "closed", "merged", "undated", "open")
    columns = [[row["count"] for row in told[figure]["rows"]] for figure in shown]
    assert [[*map(int, row[1:])] for row in table(office)] == [
        *map(list, zip(*columns, strict=True))
    ]
    assert {len(one["rows"]) for one in told.values()} == {len(columns[0])}
    alone = office.json("trends", "--figure", "closed", "--by", "week")["figures"][0]
    assert alone["rows"] == told["closed"]["rows"]


def test_every_row_of_the_overview_adds_up(office: Keyboard) -> None:
    """What was open before, and came, is open or went: also in the month of a merger or a split."""
    before = 0
    for _, *row in table(office, "--by", "month"):
        received, split_off, closed, merged, undated, still_open = map(int, row)
        assert before + received + split_off == still_open + closed + merged + undated
        before = still_open
    assert before == 4


def test_a_part_is_split_off_in_the_month_of_the_split(office: Keyboard) -> None:
    assert table(office, "--figure", "split_off", "--by", "month")[:3] == [
        ["2026-01", "0"],
        ["2026-02", "0"],
        ["2026-03", "1"],
    ]
    assert table(office, "--figure", "received", "--by", "month")[1] == ["2026-02", "2"]


def test_quarters_and_years_are_periods_too(office: Keyboard) -> None:
    assert table(office, "--figure", "received", "--by", "quarter")[0] == ["2026-Q1", "5"]
    assert table(office, "--figure", "received", "--by", "year")[0] == ["2026", "5"]


def test_no_week_is_left_out(office: Keyboard) -> None:
    """Between the first and the last there are quiet ones."""
    weeks = [row[0] for row in table(office)]
    days = [datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC) for week in weeks]
    assert {after - before for before, after in pairwise(days)} == {timedelta(days=7)}


def test_days_that_are_typed_the_wrong_way_round_are_refused(office: Keyboard) -> None:
    """With the two days, and what to do."""
    days = ("--since", "2026-05-01", "--until", "2026-01-01")
    refused = office.types("trends", *days, exit_code=Exit.UNFIT)
    assert " ".join(days) in refused.stderr
    assert "exchange the two" in refused.stderr


def test_the_catalogue_says_what_each_figure_counts(office: Keyboard) -> None:
    """And by what they can be grouped."""
    told = office.types("trends", "--catalogue").stdout
    assert all(f"{figure}\t{sentence}" in told for figure, sentence in FIGURES.items())
    assert "unit\tThe unit that handles it" in told
    plain = office.json("trends", "--catalogue")
    assert {one["code"]: one["meaning"] for one in plain["figures"]} == dict(FIGURES)


def test_which_other_figures_there_are_is_said_without_one_and_of_a_wrong_one(
    office: Keyboard,
) -> None:
    assert "--figure shows another one: split_off, " in office.types("trends").stderr
    assert "another one" not in office.types("trends", "--figure", "open").stderr
    wrong = office.types("trends", "--figure", "recieved", exit_code=2).stderr
    assert all(one in wrong for one in FIGURES)


def counted(keyboard: Keyboard, *only: str) -> int:
    words = [word for one in only for word in ("--only", one)]
    (told,) = keyboard.json("trends", "--figure", "received", *words)["figures"]
    return int(told["count"])


def test_values_of_one_attribute_are_alternatives(office: Keyboard) -> None:
    """And a value given twice counts its complaints once."""
    assert counted(office, "category=late_billing") == 1
    assert counted(office, "category=unclassified") == 4
    assert counted(office, "category=late_billing", "category_code=unclassified") == 5
    assert counted(office, "category=unclassified", "category=unclassified") == 4
    assert counted(office, "category=late_billing", "product=none", "ended_as=none") == 1


def test_a_choice_takes_what_a_table_prints(office: Keyboard) -> None:
    """Each value of each group, as it stands in the row, chooses the complaints of the row."""
    for by in ("category", "channel", "product", "ended_as", "timely", "disputed"):
        for value, count, _ in table(office, "--figure", "received", "--by", by):
            assert counted(office, f"{by}={value}") == int(count) > 0


def test_a_value_that_no_complaint_has_is_told_beside_the_zero(office: Keyboard) -> None:
    asked = ("trends", "--figure", "received", "--only", "category=Late Biling")
    said = office.types(*asked).stderr
    assert "no complaint has category=Late_Biling: like it are late_billing" in said
    (told,) = office.json(*asked)["figures"]
    assert [one["near"] for one in told["unmatched"]] == [["late_billing"]]
    assert "no complaint has" not in office.types("trends", "--only", "category=delivery").stderr


def test_periods_of_nothing_are_left_out_where_that_is_asked(office: Keyboard) -> None:
    every, busy = table(office, "--by", "month"), table(office, "--by", "month", "--without-empty")
    assert [month for month, *_ in busy][:3] == ["2026-01", "2026-02", "2026-03"]
    assert [row for row in every if row in busy] == busy
    quiet = [row for row in every if row not in busy]
    assert quiet
    assert all(row[1:-1] == ["0"] * len(row[1:-1]) for row in quiet)
    asked = ("--figure", "received", "--by", "month", "--by", "category", "--without-empty")
    assert [row[:2] for row in table(office, *asked)] == [
        ["2026-01", "unclassified"],
        ["2026-02", "late billing"],
        ["2026-02", "unclassified"],
    ]
