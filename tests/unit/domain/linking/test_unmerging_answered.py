"""7.3, 7.8 What was answered together is not taken apart: nobody is owed a second answer."""

from typing import Any

import pytest

from domain.complaint.linking.unmerging import AnsweredTogether
from tests.support.answered_together import Answered
from tests.support.controls import APPROVER, SECOND_APPROVER
from tests.support.matter import Matter


def test_who_has_the_answer_is_not_taken_out_of_what_was_answered() -> None:
    office = Answered()
    office.tell_both()
    with pytest.raises(AnsweredTogether) as refusal:
        office.unmerge()
    assert refusal.value.values["complaint"] == office.bob.reference
    assert "set aside" in refusal.value.remedy


def test_who_has_no_answer_yet_goes_on_by_themselves() -> None:
    office = Answered()
    office.tell()
    office.unmerge()
    assert office.ann.is_open


def test_once_the_answer_is_set_aside_they_are_owed_one_anyhow() -> None:
    office = Answered()
    office.tell_both()
    asked = {"ground_code": "wrong_matter"}
    office.asked("set_aside_decision", office.bobs, by=APPROVER, **asked)
    office.asked("grant_approval", office.bobs, by=SECOND_APPROVER)
    office.unmerge()
    assert office.ann.is_open


def test_what_was_agreed_with_them_stays_where_it_was_agreed() -> None:
    office = Matter()
    office.merge()
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    points = [one.issue_id for one in office.bob.open_issues if one.told.party_ids == (ann,)]
    agreed: dict[str, Any] = {"means_code": "phone", "party_ids": [ann]}
    agreed["issues"] = [{"issue_id": each} for each in points]
    office.asked("agree_resolution", office.bobs, **agreed)
    assert office.bob.open_issues
    with pytest.raises(AnsweredTogether):
        office.unmerge()


def test_that_another_withdraws_takes_nobodys_answer_away() -> None:
    """He leaves with his points, and theirs go on."""
    office = Answered()
    office.tell_both()
    office.asked("withdraw", office.bobs, means_code="phone")
    assert (office.bob.state, office.ann.state) == ("RESPONDED", "MERGED")
    assert not office.bob.needs_decision
    assert not office.bob.parties[office.ann_there].has_left
