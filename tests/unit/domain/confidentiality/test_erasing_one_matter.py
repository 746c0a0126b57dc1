"""4.10: nothing is erased while its matter goes on in another complaint (invariant 19)."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.confidentiality.erasing import GoesOnElsewhere
from domain.complaint.events import ErasureRequested, PersonalDataErased
from domain.complaint.linking.split_family import one_matter
from tests.support.controls import (
    APPROVER,
    COMPLAINT,
    PRIVACY_OFFICER,
    RECEIVED,
    WITHDRAWN,
    issue,
    named,
    received,
)
from tests.support.erasures import APPROVED, REQUESTED, THIS
from tests.support.given import Given, given
from tests.support.merged import TARGET, THERE, THIRD, absorbed, merged

ASKED = {"legal_basis_code": "right_to_erasure"}
PART = named("part")
SPLIT = e.ComplaintSplit(new_ids=(PART,), issue_ids=(issue(1).issue_id,))
OF_PART = received(reference="C-PART", split_from=COMPLAINT)
LINKED = e.ComplaintLinked(other_id=THIRD, link="related")
OTHER = received(reference="C-THIRD")
ON = merged(into_id=THIRD, other_reference="C-THIRD")


def refuses(case: Given, *references: str) -> None:
    """It is refused when it is asked for, approved and carried out, and says where it goes on."""
    steps: tuple[tuple[str, dict[str, Any], Given], ...] = (
        ("request_erasure", {**ASKED, "by": PRIVACY_OFFICER}, case),
        ("approve_erasure", {**THIS, "by": APPROVER}, _with(case, REQUESTED)),
        ("erase_personal_data", {**THIS, "by": PRIVACY_OFFICER}, _with(case, REQUESTED, APPROVED)),
    )
    for name, asked, there in steps:
        refused = there.when(name, **asked).refused(GoesOnElsewhere)
        assert refused.values["goes_on_in"] == ", ".join(references), name


def erases(case: Given) -> None:
    """It is asked for, approved and carried out."""
    case.when("request_erasure", **ASKED).then(ErasureRequested)
    _with(case, REQUESTED).when("approve_erasure", **THIS, by=APPROVER).then(APPROVED)
    _with(case, REQUESTED, APPROVED).when("erase_personal_data", **THIS, by=PRIVACY_OFFICER).then(
        PersonalDataErased
    )


def _with(case: Given, *more: Any) -> Given:
    return Given((*case.past, *more), case.policy, case.others, case.histories)


def test_what_was_merged_is_not_erased_while_the_other_goes_on() -> None:
    source = given(RECEIVED, merged())
    refuses(source.beside(TARGET, THERE, absorbed()), "C-TARGET")
    erases(source.beside(TARGET, THERE, absorbed(), WITHDRAWN))


def test_what_absorbed_another_is_erased_once_it_has_ended_itself() -> None:
    target = given(RECEIVED, absorbed(from_id=THIRD), WITHDRAWN)
    erases(target.beside(THIRD, OTHER, merged(into_id=COMPLAINT)))


def test_a_part_that_was_split_off_keeps_the_whole_and_the_whole_the_part() -> None:
    whole = given(RECEIVED, SPLIT, WITHDRAWN)
    refuses(whole.beside(PART, OF_PART), "C-PART")
    erases(whole.beside(PART, OF_PART, WITHDRAWN))
    part = given(received(split_from=PART), WITHDRAWN)
    refuses(part.beside(PART, received(reference="C-WHOLE")), "C-WHOLE")


def test_chains_count_from_end_to_end() -> None:
    first = given(RECEIVED, merged()).beside(TARGET, THERE, absorbed(), ON)
    refuses(first.beside(THIRD, OTHER), "C-THIRD")
    erases(first.beside(THIRD, OTHER, WITHDRAWN))
    # A part of the one that it was merged into goes on by itself.
    parted = given(RECEIVED, merged()).beside(TARGET, THERE, absorbed(), SPLIT, WITHDRAWN)
    refuses(parted.beside(PART, received(reference="C-PART", split_from=TARGET)), "C-PART")


@pytest.mark.parametrize("link", ["related", "same_cause", "split_from", "follow_up"])
def test_a_link_copies_nothing_and_never_stands_in_the_way(link: str) -> None:
    linked = LINKED.model_copy(update={"link": link})
    erases(given(RECEIVED, linked, WITHDRAWN).beside(THIRD, OTHER))


def test_what_is_merged_no_more_is_a_matter_of_its_own() -> None:
    back = e.DuplicateReleased(from_id=THIRD, issue_ids=(issue(1).issue_id,), ground_code="mistake")
    target = given(RECEIVED, absorbed(from_id=THIRD), back, WITHDRAWN)
    erases(target.beside(THIRD, OTHER))


def test_while_it_is_open_itself_a_request_waits() -> None:
    open_still = given(RECEIVED, SPLIT).beside(PART, OF_PART)
    open_still.when("request_erasure", **ASKED).then(ErasureRequested)


def test_the_others_are_looked_up_one_after_the_other() -> None:
    """A lookup that knows nothing yet names the nearest; with those, it names theirs."""
    first = given(RECEIVED, merged()).beside(TARGET, THERE, absorbed(), ON)
    assert one_matter(first.complaint, {}) == {TARGET}
    assert one_matter(first.complaint, first.others) == {TARGET, THIRD}
