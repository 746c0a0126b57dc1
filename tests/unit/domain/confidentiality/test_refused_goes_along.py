"""4.10: what a complainant refused in one complaint is refused in the one that goes on with it."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.confidentiality.consenting import ConsentNotGiven
from tests.support.invariants import broken
from tests.support.matter import Matter

ANN: dict[str, Any] = {"name": "Ann", "email": "ann@example.org"}
PURPOSE: dict[str, Any] = {"purpose_code": "forwarding"}


class OfOne(Matter):
    """A second complaint of Ann's goes on in her first one."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.received(complainant=ANN, narrative="First")
        self.second = self.received(complainant=ANN, narrative="Second")

    def says(self, of: UUID, *, is_given: bool, **more: Any) -> UUID:
        self.asked("record_consent", of, **PURPOSE, is_given=is_given, **more)
        return list(self.complaints[of].consents)[-1]

    def join(self) -> None:
        self.asked("merge_complaint", self.second, into_id=self.first)

    def part(self) -> None:
        self.anns = self.second
        self.unmerge()

    def forward(self, consent_id: UUID) -> None:
        told: dict[str, Any] = {"to_kind": "respondent", "ground_code": "answerable"}
        self.asked("forward", self.first, consent_id=consent_id, **told)


def test_a_refusal_goes_along_and_leaves_with_what_it_came_with() -> None:
    office = OfOne()
    given = office.says(office.first, is_given=True)
    office.says(office.second, is_given=False)
    office.join()
    with pytest.raises(ConsentNotGiven):
        office.forward(given)
    office.part()
    assert list(office.complaints[office.first].consents) == [given]
    office.forward(given)
    assert list(broken(office)) == []


def test_what_they_let_be_done_with_the_one_is_not_let_be_done_with_the_other() -> None:
    office = OfOne()
    office.says(office.second, is_given=True)
    office.join()
    assert not office.complaints[office.first].consents


def test_what_they_said_last_counts() -> None:
    office = OfOne()
    office.says(office.second, is_given=False)
    given = office.says(office.first, is_given=True)
    office.join()
    office.forward(given)


def test_asked_again_they_may_consent_after_all_and_do_so_in_both() -> None:
    office = OfOne()
    given = office.says(office.first, is_given=True)
    refused = office.says(office.second, is_given=False)
    office.join()
    office.says(office.first, is_given=True, consent_id=refused)
    office.forward(given)
    assert office.complaints[office.second].consents[refused].is_given
    office.part()
    assert refused not in office.complaints[office.first].consents
