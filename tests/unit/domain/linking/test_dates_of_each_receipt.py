"""6.2, 7.3 What is due from one receipt is moved only by what is told of that complaint."""

from datetime import date
from typing import Any

import pytest

from tests.support.controls import policy
from tests.support.two_complaints import PAUSES, QUICK, RULES, Fact, Told, stands

CAME, EARLIEST = date(2026, 2, 27), date(2026, 2, 2)
MERGE: Fact = ("b", "merge", "a")
UNMERGE: Fact = ("b", "unmerge")
BY_WEB: dict[str, Any] = {**QUICK, "rule_id": "web", "only": {"channel_codes": ["web"]}}
SLOW_WEB = policy(deadlines=[*RULES, {**BY_WEB, "amount": 60}], **PAUSES)
QUICK_WEB = policy(deadlines=[*RULES, {**BY_WEB, "amount": 5}], **PAUSES)


def response(office: Told, name: str) -> str:
    (found,) = [one for one in stands(office.one(name))[3] if one[0] == "response"]  # type: ignore
    return str(found[1])


def channel(office: Told, name: str, code: str) -> None:
    told = {"target_event_id": office.one(name).received_event_id, "field": "channel_code"}
    told |= {"right": code, "ground_code": "mistyped"}
    office.tell([(name, "do", "correct_record", told)])


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
    channel(office, "a", "web")
    assert response(office, "a") == "2026-03-27", "what came was due by then"
    office.tell([UNMERGE])
    assert (response(office, "a"), response(office, "b")) == ("2026-04-28", "2026-03-27")


def test_the_right_channel_of_what_came_moves_its_own_date_alone() -> None:
    for rules, due in ((QUICK_WEB, "2026-03-04"), (SLOW_WEB, "2026-03-27")):
        office = Told(CAME, rules)
        office.tell([MERGE])
        channel(office, "b", "web")
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
