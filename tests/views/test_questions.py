"""Questions asked of views in PostgreSQL: pages in the queue's order, trails, sums."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection, sql

from adapters.postgres.views import PostgresViews
from adapters.postgres.views.questions import (
    ViewMissing,
    ask,
    ask_async,
    statement,
)
from adapters.postgres.views.view_lag import read_async
from adapters.view_answers import Question
from adapters.views import Batch
from domain.complaint import events as e
from projections import audit_trail, case_queue, trends
from projections._kit import Page
from projections._kit.questions import cursor, place_after
from projections._kit.statistics import spread, stock
from projections.case_queue import CaseRow, Wanted
from tests.support.histories import (
    AFTERWARDS,
    CLOSED,
    FORWARDED,
    T0,
    Telling,
    deadline_set,
    named,
    on,
    received,
)
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers
NAMES = ("safe late", "safe soon", "late", "soon", "never", "closed")
OF = {name: named(f"of {name}") for name in NAMES}


def assessed(is_safety: bool) -> e.ComplaintAssessed:
    return e.ComplaintAssessed(
        severity_code="high", scale_version=1, is_safety=is_safety, priority_code="urgent"
    )


def told() -> Telling:
    telling = Telling(begins=AFTERWARDS)
    for number, name in enumerate(NAMES):
        entity = "other" if name == "never" else "main"
        receipt = received(reference=f"C-{number}", legal_entity=entity)
        telling.tell(receipt, "RECEIVED", of=OF[name], occurred=on(number))
        telling.tell(assessed(name.startswith("safe")), "ASSESSED", of=OF[name])
    for day, name in ((2, "safe late"), (20, "safe soon"), (1, "late"), (9, "soon")):
        telling.tell(deadline_set(named(name), day=day), "ASSESSED", of=OF[name])
    handler = e.ComplaintAssigned(handler=named("handler"), unit="south")
    telling.tell(handler, "ASSESSED", of=OF["soon"])
    telling.tell(FORWARDED, "ASSESSED", of=OF["soon"], occurred=on(7))
    telling.tell(CLOSED, "CLOSED", of=OF["closed"], occurred=on(40))
    return telling


@pytest.fixture(scope="module")
def asked(module_database: FreshDatabases) -> Iterator[psycopg.Connection[Any]]:
    """A reader's connection to views in which all is told."""
    views = PostgresViews.open(module_database.dsn("plaint_projector"))
    for projection in (case_queue.PROJECTION, audit_trail.PROJECTION, trends.PROJECTION):
        views.prepare(projection, views.log_id())
        views.apply(projection, Batch(views.log_id(), told().arrived))
    views.close()
    with psycopg.connect(module_database.dsn(), autocommit=True) as connection:
        yield connection


NOW = T0 + timedelta(days=5)


def names(rows: list[CaseRow]) -> list[str]:
    by_id = {complaint_id: name for name, complaint_id in OF.items()}
    return [by_id[row.complaint_id] for row in rows]


def test_safety_comes_first_then_what_is_overdue_then_what_is_due(
    asked: psycopg.Connection[Any],
) -> None:
    rows = ask(asked, case_queue.page(Wanted(), now=NOW))
    assert names(rows) == ["safe late", "safe soon", "late", "soon", "never"]


def test_pages_follow_each_other_without_a_gap(asked: psycopg.Connection[Any]) -> None:
    seen: list[CaseRow] = []
    page: Page = case_queue.page(Wanted(), now=NOW, limit=2)
    while rows := ask(asked, page):
        seen += rows
        place = place_after(cursor(page, rows[-1]), CaseRow, page.order)
        page = case_queue.page(Wanted(), now=NOW, limit=2, after=place)
    assert names(seen) == ["safe late", "safe soon", "late", "soon", "never"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(is_overdue=True), ["safe late", "late"]),
        (Wanted(is_overdue=False), ["safe soon", "soon", "never"]),
        (Wanted(is_safety=True), ["safe late", "safe soon"]),
        (Wanted(legal_entity="other"), ["never"]),
        (Wanted(handler=named("handler")), ["soon"]),
        (Wanted(unit="south", state="ASSESSED", priority_code="urgent"), ["soon"]),
        (Wanted(is_unassigned=True, is_safety=False), ["late", "never"]),
        (Wanted(state="CLOSED"), []),
    ],
)
def test_a_filter_leaves_what_it_says(
    asked: psycopg.Connection[Any], wanted: Wanted, expected: list[str]
) -> None:
    assert names(ask(asked, case_queue.page(wanted, now=NOW))) == expected


def test_one_complaint_is_found_also_when_it_has_ended(asked: psycopg.Connection[Any]) -> None:
    assert names(ask(asked, case_queue.one(OF["closed"]))) == ["closed"]
    assert names(ask(asked, case_queue.by_reference("C-3"))) == ["soon"]


def test_a_trail_is_told_in_order_and_as_of_any_moment(asked: psycopg.Connection[Any]) -> None:
    entries = ask(asked, audit_trail.history(OF["soon"]))
    assert [entry.version for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[3].sentence.startswith("Assigned to ")
    assert [e.version for e in ask(asked, audit_trail.history(OF["soon"], after_version=3))] == [
        4,
        5,
    ]
    as_of = entries[1].recorded_at
    assert len(ask(asked, audit_trail.history(OF["soon"], as_of=as_of))) == 2


def test_a_week_begins_on_monday_and_a_month_on_its_first(
    asked: psycopg.Connection[Any],
) -> None:
    by_week = ask(asked, trends.counts("received", period="week"))
    assert by_week == [(date(2026, 3, 2), 6)]
    closed = ask(asked, trends.counts("closed", period="month"))
    assert closed == [(date(2026, 4, 1), 1)]


def test_counts_are_grouped_and_chosen_by_any_attribute(asked: psycopg.Connection[Any]) -> None:
    by_entity = ask(asked, trends.counts("received", by=("legal_entity",)))
    assert by_entity == [("main", 5), ("other", 1)]
    sent_on = trends.counts("received", by=("unit", "body_code"), only={"legal_entity": ["main"]})
    assert ask(asked, sent_on) == [("south", "acme", 1), (None, None, 4)]
    assert ask(asked, trends.counts("received", only={"body_code": [None]})) == [(5,)]
    either: dict[trends.Attribute, list[str | None]] = {
        "body_code": [None, "acme"],
        "legal_entity": ["main", "other"],
    }
    assert ask(asked, trends.counts("received", only=either)) == [(6,)]
    assert ask(asked, trends.counts("received", only={"is_timely": [True, False]})) == [(0,)]
    assert ask(asked, trends.values("legal_entity")) == [("main", 5), ("other", 1)]
    assert ask(asked, trends.counts("received", since=on(2).day, until=on(3).day)) == [(2,)]


def test_what_is_not_there_is_none_at_all(asked: psycopg.Connection[Any]) -> None:
    assert ask(asked, trends.counts("undated")) == [(0,)]
    assert ask(asked, trends.counts("undated", by=("unit",))) == []
    assert spread(ask(asked, trends.durations("days_to_respond"))).n == 0


def test_durations_and_stocks_come_from_exact_cells(asked: psycopg.Connection[Any]) -> None:
    assert ask(asked, trends.durations("days_to_forward")) == [(4, 1)]
    assert ask(asked, trends.durations("days_to_close", by=("unit",))) == [(None, 35, 1)]
    levels = stock(ask(asked, trends.counts("open", period="day")))
    assert levels[0] == (date(2026, 3, 2), 1)
    assert levels[-1] == (on(40).day, 5)


def test_asynchronous_callers_get_the_same_answers(
    asked: psycopg.Connection[Any], module_database: FreshDatabases
) -> None:
    question: Question = case_queue.page(Wanted(), now=NOW)

    async def answered() -> tuple[list[Any], int]:
        async with await AsyncConnection.connect(
            module_database.dsn(), autocommit=True
        ) as connection:
            return await ask_async(connection, question), len((await read_async(connection)).views)

    rows, views = asyncio.run(answered())
    assert rows == ask(asked, question)
    assert views == 3


def test_a_view_that_is_not_there_yet_is_named(database: FreshDatabases) -> None:
    with (
        psycopg.connect(database.dsn(), autocommit=True) as connection,
        pytest.raises(ViewMissing, match="case_queue"),
    ):
        ask(connection, replace(case_queue.page(Wanted(), now=NOW)))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(handler=named("h")),
        Wanted(unit="u"),
        Wanted(state="s"),
        Wanted(priority_code="p"),
        Wanted(legal_entity="e"),
    ],
)
def test_every_page_of_the_queue_comes_in_order_from_an_index(
    asked: psycopg.Connection[Any], wanted: Wanted
) -> None:
    page = case_queue.page(wanted, now=NOW, after=(1, T0, named("x")))
    query, values = statement(page)
    with asked.transaction(force_rollback=True):
        for step in ("seqscan", "bitmapscan", "sort"):
            asked.execute(sql.SQL("SET LOCAL enable_{} = off").format(sql.SQL(step)))
        lines = asked.execute(b"EXPLAIN " + query.as_bytes(), values).fetchall()
    plan = "\n".join(line for (line,) in lines)
    assert "Index Scan" in plan
    assert "Sort" not in plan


def test_the_first_and_the_last_day_of_all_figures_are_found_without_reading_them(
    asked: psycopg.Connection[Any],
) -> None:
    query, _ = statement(trends.ends())
    with asked.transaction(force_rollback=True):
        asked.execute("SET LOCAL enable_seqscan = off")
        lines = asked.execute(b"EXPLAIN " + query.as_bytes()).fetchall()
    plan = [line for (line,) in lines]
    assert sum("Limit" in line for line in plan) == 2, plan
