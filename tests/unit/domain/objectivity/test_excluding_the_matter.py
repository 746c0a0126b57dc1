"""4.7: who is excluded from a complaint is so wherever its matter goes (invariant 7)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.events import StaffExcluded
from domain.complaint.objectivity.excluding import AlreadyExcluded
from domain.complaint.parties.access import IsExcluded, is_excluded, sees
from tests.support.controls import OTHER_HANDLER, SMALL
from tests.support.invariants import broken
from tests.support.matter import GROUP, Matter
from tests.support.people import MANAGEMENT

AGAINST: dict[str, Any] = {"staff": OTHER_HANDLER.id, "ground_code": "complained_about"}


def exclude(office: Matter, of: UUID) -> None:
    office.asked("exclude_staff", of, by=MANAGEMENT, **AGAINST)


def is_kept_out(office: Matter, of: UUID) -> bool:
    """He neither sees it nor is given work in it; both or none."""
    complaint = office.complaints[of]
    out = is_excluded(complaint, OTHER_HANDLER.id)
    assert sees(complaint, OTHER_HANDLER, on=date(2026, 3, 2)) is not out
    if out and complaint.is_open:
        with pytest.raises(IsExcluded):
            office.asked("assign", of, by=OTHER_HANDLER)
    return out


def test_who_is_excluded_is_so_from_what_is_split_off() -> None:
    office = Matter()
    exclude(office, office.anns)
    part = office.split()
    assert is_kept_out(office, part)
    assert list(broken(office)) == []


@pytest.mark.parametrize("is_of_part", [True, False])
def test_who_is_excluded_after_a_split_is_so_from_all_that_was_one(is_of_part: bool) -> None:
    """Whole, part, part of a part, and where one of them goes on; to nothing else."""
    office = Matter()
    part = office.split()
    office.merge()
    office.asked("assign", part, by=OTHER_HANDLER)
    exclude(office, part if is_of_part else office.anns)
    for each in (part, office.anns, office.bobs):
        assert is_kept_out(office, each)
    assert office.complaints[part].handler is None
    assert list(broken(office)) == []
    office.unmerge()
    assert is_kept_out(office, office.anns) and is_kept_out(office, office.bobs)


def test_what_a_part_has_of_it_already_is_not_said_again() -> None:
    office = Matter()
    part = office.split()
    exclude(office, part)
    told = len(office.events[part])
    with pytest.raises(AlreadyExcluded):
        exclude(office, office.anns)
    assert len(office.events[part]) == told


def test_who_is_excluded_is_so_from_what_it_is_merged_into_and_loses_the_work_there() -> None:
    office = Matter()
    office.asked("assign", office.bobs, by=OTHER_HANDLER)
    exclude(office, office.anns)
    office.merge()
    assert is_kept_out(office, office.bobs)
    assert office.complaints[office.bobs].handler is None
    assert list(broken(office)) == []


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("is_of_source", [True, False])
def test_who_is_excluded_from_one_of_two_merged_is_so_from_both_and_stays_so(
    is_of_source: bool, is_before: bool
) -> None:
    """Of what Ann complains about something was written in Bob's complaint, and stays there."""
    office = Matter()
    part = office.split()
    of = office.anns if is_of_source else office.bobs
    if is_before:
        exclude(office, of)
    office.merge()
    if not is_before:
        exclude(office, of)
    office.asked("add_note", office.bobs, note="H2 was seen.")
    assert all(is_kept_out(office, each) for each in (office.anns, office.bobs, part))
    office.unmerge()
    assert all(is_kept_out(office, each) for each in (office.anns, office.bobs, part))
    assert list(broken(office)) == []


@pytest.mark.parametrize("is_of_source", [True, False])
def test_who_is_excluded_once_both_are_parted_again_is_so_from_both(is_of_source: bool) -> None:
    """What was written meanwhile lies where it was written, whenever somebody is accused."""
    office = Matter()
    part = office.split()
    office.merge()
    office.asked("add_note", office.bobs, note="H2 was seen.")
    office.unmerge()
    exclude(office, part if is_of_source else office.bobs)
    assert all(is_kept_out(office, each) for each in (office.anns, office.bobs, part))
    cys = office.received(complainant={"name": "Cy"}, narrative="Late as well")
    office.asked("merge_complaint", office.bobs, into_id=cys, **GROUP)
    assert is_kept_out(office, cys)
    assert list(broken(office)) == []


def test_who_was_excluded_for_the_sake_of_what_leaves_stays_so() -> None:
    """Complaints that were merged by an earlier version tell it so."""
    office = Matter()
    office.merge()
    office.told_before(office.bobs, StaffExcluded(**AGAINST, from_id=office.anns))
    office.unmerge()
    assert is_kept_out(office, office.bobs)


def test_along_a_chain_of_mergers_too() -> None:
    office = Matter()
    last = office.received(complainant={"name": "Cy"}, narrative="Late as well")
    office.merge()
    office.asked("merge_complaint", office.bobs, into_id=last, **GROUP)
    exclude(office, office.anns)
    assert is_kept_out(office, office.bobs) and is_kept_out(office, last)


@pytest.mark.parametrize("how", ["merged", "split"])
def test_an_accepted_exclusion_goes_along_as_accepted(how: str) -> None:
    office = Matter(SMALL)
    exclude(office, office.anns)
    outside: list[Any] = [{"kind": "external", "body_code": "ombudsman"}]
    office.asked("acknowledge", office.anns, recourse=outside)
    accepted: dict[str, Any] = {"staff": OTHER_HANDLER.id, "safeguard_code": "outside_review"}
    office.asked("accept_exclusion", office.anns, by=MANAGEMENT, **accepted)
    if how == "merged":
        office.merge()
    there = office.bobs if how == "merged" else office.split()
    (exclusion,) = office.complaints[there].exclusions.values()
    assert exclusion.safeguard_code == "outside_review"
    assert not is_kept_out(office, there)


def test_what_was_accepted_of_one_complaint_does_not_open_the_other() -> None:
    office = Matter(SMALL)
    exclude(office, office.anns)
    exclude(office, office.bobs)
    outside: list[Any] = [{"kind": "external", "body_code": "ombudsman"}]
    office.asked("acknowledge", office.anns, recourse=outside)
    accepted: dict[str, Any] = {"staff": OTHER_HANDLER.id, "safeguard_code": "outside_review"}
    office.asked("accept_exclusion", office.anns, by=MANAGEMENT, **accepted)
    office.merge()
    assert is_kept_out(office, office.bobs)


def test_why_in_words_stays_where_it_was_said() -> None:
    office = Matter()
    told = {**AGAINST, "explanation": "Ann names him"}
    office.asked("exclude_staff", office.anns, by=MANAGEMENT, **told)
    office.merge()
    events = [one.event for one in office.events[office.bobs]]
    (copied,) = [each for each in events if isinstance(each, StaffExcluded)]
    assert copied.explanation is None
