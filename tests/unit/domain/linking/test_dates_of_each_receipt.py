"""6.2, 7.3 What is due from one receipt is moved only by what is told of that complaint."""

from datetime import date
from typing import Any

import pytest

from tests.support.controls import policy
from tests.support.two_complaints import JUDGED, PAUSES, QUICK, RULES, Fact, Told, on, stands

CAME, EARLIEST = date(2026, 2, 27), date(2026, 2, 2)
MERGE: Fact = ("b", "merge", "a")
UNMERGE: Fact = ("b", "unmerge")
BY_WEB: dict[str, Any] = {**QUICK, "rule_id": "web", "only": {"channel_codes": ["web"]}}
SLOW_WEB = policy(deadlines=[*RULES, {**BY_WEB, "amount": 60}], **PAUSES)
QUICK_WEB = policy(deadlines=[*RULES, {**BY_WEB, "amount": 5}], **PAUSES)


def response(office: Told, name: str) -> str:
    (found,) = [one for one in stands(office.one(name))[3] if one[0] == "response"]  # type: ignore
    return str(found[1])


def test_the_product_of_a_point_that_came_makes_no_date_later_that_the_complaint_had() -> None:
    office = Told(CAME)
    office.tell([("a", "first_product", "loans"), ("b", "first_product", "loans")])
    assert response(office, "a") == "2026-03-08"
    office.tell([MERGE, ("b", "first_product", "cards")])
    assert response(office, "a") == "2026-03-08"
    office.tell([UNMERGE])
    assert (response(office, "a"), response(office, "b")) == ("2026-03-08", "2026-03-14")


def test_the_channel_of_the_complaint_moves_no_date_that_came_with_another() -> None:
    office = Told(CAME, SLOW_WEB)
    office.tell([MERGE])
    office.tell([("a", "channel", "web")])
    assert response(office, "a") == "2026-03-27", "what came was due by then"
    office.tell([UNMERGE])
    assert (response(office, "a"), response(office, "b")) == ("2026-04-28", "2026-03-27")


def test_the_right_channel_of_what_came_moves_its_own_date_alone() -> None:
    for rules, due in ((QUICK_WEB, "2026-03-04"), (SLOW_WEB, "2026-03-27")):
        office = Told(CAME, rules)
        office.tell([MERGE])
        office.tell([("b", "channel", "web")])
        assert response(office, "a") == due


def parted(office: Told) -> None:
    own = next(iter(office.one("a").issues))
    office.tell([("a", "do", "split_complaint", {"issue_ids": [own]})])
    office.ids["part"] = office.one("a").split_into[0]


@pytest.mark.parametrize("merging", [("part", "merge", "a"), ("a", "merge", "part")])
@pytest.mark.parametrize("name", ["a", "part"])
def test_what_a_part_and_its_whole_bring_each_other_counts_from_its_own_receipt(
    merging: Fact, name: str
) -> None:
    """Each is told right by itself, so that of the two the earlier holds."""
    office = Told(CAME)
    office.tell([("a", "receipt", EARLIEST)])
    parted(office)
    office.tell([merging, (name, "receipt", date(2026, 2, 20))])
    assert response(office, merging[2]) == "2026-03-02"
    office.tell([(merging[0], "unmerge")])
    other = "part" if name == "a" else "a"
    assert (response(office, name), response(office, other)) == ("2026-03-20", "2026-03-02")


def test_what_only_what_came_makes_due_is_due_from_its_receipt() -> None:
    """Nothing of its kind is due of the complaint's own points, nor ever was."""
    office = Told(CAME, policy(deadlines=[*RULES, JUDGED], **PAUSES))
    office.tell([("a", "receipt", EARLIEST), ("b", "first_product", "cards")])
    before = stands(office.one("a"))
    office.tell([MERGE])
    assert ("assessment", "2026-03-11", "running", "None") in stands(office.one("a"))[3]  # type: ignore
    office.tell([("b", "receipt", date(2026, 2, 25))])
    assert ("assessment", "2026-03-09", "running", "None") in stands(office.one("a"))[3]  # type: ignore
    office.tell([UNMERGE])
    assert stands(office.one("a")) == before
    first = stands(office.one("b"))
    office = Told(CAME, policy(deadlines=[*RULES, JUDGED], **PAUSES))
    told: list[Fact] = [("b", "first_product", "cards"), ("b", "receipt", date(2026, 2, 25))]
    office.tell([("a", "receipt", EARLIEST), MERGE, *told])
    assert ("assessment", "2026-03-09", "running", "None") in stands(office.one("a"))[3]  # type: ignore
    office.tell([UNMERGE])
    assert (stands(office.one("a")), stands(office.one("b"))) == (before, first)


def test_a_right_receipt_told_in_a_chain_holds_once_the_chain_is_apart_also_of_equal_receipts() -> (
    None
):
    office = Told(date(2026, 2, 17))
    chain: list[Fact] = [("c", "merge", "b"), MERGE]
    office.tell([*chain, ("b", "receipt", date(2026, 2, 25)), UNMERGE])
    assert response(office, "b") == "2026-03-17", "what came with the last one was due by then"
    office.tell([("c", "unmerge")])
    assert response(office, "b") == "2026-03-25"


def test_the_time_that_what_came_stood_still_is_given_back_to_nobody_else_later() -> None:
    """Its earlier date took the place of the complaint's own, which counts anew after unmerging."""
    office = Told(CAME)
    ground = "awaiting_complainant"
    office.tell([("b", "receipt", EARLIEST)])
    for command, day in (("pause_deadlines", 10), ("resume_deadlines", 28)):
        values = {"ground_code": ground, "occurred": on(date(2026, 2, day))}
        office.tell([("b", "do", command, values)])
    office.tell([MERGE, UNMERGE])
    assert response(office, "a") == "2026-03-27"
    office.tell([("a", "receipt", date(2026, 2, 26))])
    assert response(office, "a") == "2026-03-26"
