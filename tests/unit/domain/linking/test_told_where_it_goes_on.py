"""7.2, 7.3, 7.9 What is told of one of two merged complaints holds in both, and once unmerged."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest

from domain.complaint.act_order import BeforeWhatItFollows
from domain.complaint.events import ApprovalRequested, RecordCorrected
from projections import case_queue, trends
from tests.support.controls import HANDLER, POLICY, policy
from tests.support.two_complaints import LOANS, QUICK, Fact, Told, on, stands

CAME, EARLIEST = date(2026, 2, 27), date(2026, 2, 2)
MERGE: Fact = ("b", "merge", "a")
UNMERGE: Fact = ("b", "unmerge")
DROP = {"means_code": "phone"}


def after(*told: Fact) -> Told:
    office = Told(CAME)
    office.tell(told)
    return office


def figures(office: Told, name: str) -> tuple[object, ...]:
    """From when the complaint is old in the queue, and from when its figures count."""
    row, counted = None, None
    for one in office.recorded:
        if one.stream_id == office.of(name):
            row = case_queue.PROJECTION.fold(row, one)
            counted = trends.PROJECTION.fold(counted, one)
    assert row is not None and counted is not None
    return row.age_from, [each.received for each in counted.absorbed]


def orders(right: Fact, *merging: Fact) -> list[Sequence[Fact]]:
    return [[*merging[:at], right, *merging[at:]] for at in range(len(merging) + 1)]


def test_age_and_figures_count_from_the_right_receipt_of_what_came() -> None:
    for name, merging in [("b", [MERGE]), ("c", [("c", "merge", "b"), MERGE])]:
        told = [figures(after(*one), "a") for one in orders((name, "receipt", EARLIEST), *merging)]
        assert all(one == told[0] for one in told)
        assert str(told[0][0]).startswith("2026-02-02")


def test_what_was_withdrawn_while_merged_stays_so_once_unmerged() -> None:
    office = after(MERGE, ("b", "do", "withdraw", DROP), UNMERGE)
    assert office.one("b").state == "WITHDRAWN"
    assert stands(office.one("b")) == stands(after(("b", "do", "withdraw", DROP)).one("b"))
    assert office.one("a").state == "RECEIVED"


def test_a_point_that_was_dropped_where_it_went_is_dropped_once_unmerged() -> None:
    office = after(MERGE)
    first, second = office.one("a").absorbed_now[0].issue_ids
    office.tell([("a", "do", "withdraw_issue", {**DROP, "issue_id": first})])
    both = Told(CAME)
    office.tell([UNMERGE])
    assert len(office.one("b").open_issues) == len(both.one("b").open_issues) - 1
    office = after(MERGE)
    for each in (first, second):
        office.tell([("a", "do", "withdraw_issue", {**DROP, "issue_id": each})])
    office.tell([UNMERGE])
    assert office.one("b").state == "WITHDRAWN"


def test_a_product_is_told_of_the_point_wherever_it_is() -> None:
    product = {"product_code": "cards"}
    office = after(MERGE)
    there = office.one("a").absorbed_now[0].issue_ids[0]
    own = next(iter(office.one("b").issues))
    office.tell([("b", "do", "record_product", {**product, "issue_id": own})])
    assert office.one("a").issues[there].told.product_code == "cards"
    office = after(MERGE)
    office.tell([("a", "do", "record_product", {**product, "issue_id": there}), UNMERGE])
    assert office.one("b").issues[own].told.product_code == "cards"


def test_a_product_that_makes_a_date_later_where_the_point_goes_on_takes_two() -> None:
    rules = [*POLICY.model_dump()["deadlines"], LOANS, {**QUICK, "amount": 60}]
    office = Told(CAME, policy(deadlines=rules))
    office.tell([("b", "first_product", "loans"), MERGE, ("b", "first_product", "cards")])
    told = [one.event for one in office.events[office.of("b")]]
    assert [one.act_code for one in told if isinstance(one, ApprovalRequested)] == [
        "record_product"
    ]


def test_a_part_has_the_due_dates_of_its_own_points() -> None:
    office = after(("b", "receipt", EARLIEST), MERGE)
    own = next(iter(office.one("a").issues))
    office.tell([("a", "do", "split_complaint", {"issue_ids": [own]})])
    office.ids["part"] = office.one("a").split_into[0]
    assert stands(office.one("part"))[2:] == stands(Told(CAME).one("a"))[2:]
    office.tell([("part", "receipt", date(2026, 2, 13))])
    alone = after(("a", "receipt", date(2026, 2, 13))).one("a")
    response = [one for one in stands(alone)[3] if one[0] == "response"]  # type: ignore
    assert response[0] in stands(office.one("part"))[3]  # type: ignore


def counted(office: Told, name: str) -> trends.TrendsRow:
    row = None
    for one in office.recorded:
        if one.stream_id == office.of(name):
            row = trends.PROJECTION.fold(row, one)
    assert row is not None
    return row


def test_when_a_part_was_split_off_is_told_right_with_the_split() -> None:
    office = after(("", "wait", 10))
    own = next(iter(office.one("a").issues))
    office.tell([("a", "do", "split_complaint", {"issue_ids": [own]})])
    office.ids["part"] = office.one("a").split_into[0]
    office.tell([("a", "begun", "ComplaintSplit", date(2026, 3, 4))])
    split_off = counted(office, "part").split_off
    assert split_off is not None and split_off.on == date(2026, 3, 4)


def test_a_withdrawal_while_merged_has_one_time_before_and_after_unmerging() -> None:
    right: Fact = ("b", "begun", "ComplaintWithdrawn", date(2026, 3, 4))
    dropped: Fact = ("b", "do", "withdraw", DROP)
    told = [("", "wait", 10), MERGE, dropped]
    for course in ([*told, right, UNMERGE], [*told, UNMERGE, right]):
        cells = trends.contributions(counted(after(*course), "b"))
        closed = [cell.day for cell in cells if cell.figure == "closed"]
        assert closed == [date(2026, 3, 4)], course


def test_what_was_ended_again_is_not_told_later_than_its_end() -> None:
    first, last = ({"occurred": on(date(2026, 3, day))} for day in (3, 6))
    assigned: Fact = ("a", "do", "assign", {"handler": HANDLER.id, **first})
    ended: Fact = ("a", "do", "unassign", {"ground_code": "handed_over", **last})
    office = after(("", "wait", 10), assigned, ended)
    office.tell([("a", "begun", "ComplaintAssigned", date(2026, 3, 5))])
    with pytest.raises(BeforeWhatItFollows):
        office.tell([("a", "begun", "ComplaintAssigned", date(2026, 3, 9))])


def test_what_is_told_elsewhere_settles_nothing_there_and_a_correction_names_its_approver() -> None:
    ids = [uuid4() for _ in range(4)]
    here = RecordCorrected(
        target_event_id=ids[0],
        field="occurred",
        ground_code="clerical_error",
        approved_by=ids[1],
        approval_id=ids[2],
        settles_event_ids=(ids[3],),
    )
    there = here.told_elsewhere(field="received")
    assert (there.approved_by, there.approval_id) == (ids[1], None)
    assert (there.settles_event_ids, there.field) == (None, "received")
