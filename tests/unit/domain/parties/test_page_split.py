"""4.9, 7.3 On their page each point is listed once: where it went, once it was split off."""

from typing import Any

from domain.complaint.party_view import Circle, own_complaint
from tests.support.controls import PRIVACY_OFFICER
from tests.support.matter import Matter


class Page(Matter):
    """Ann reads her complaint, of which a point was split off."""

    def __init__(self) -> None:
        super().__init__()
        self.part = self.split()

    def points(self) -> list[tuple[int, str | None]]:
        """The points that she sees, and where each is answered, if not here."""
        assert self.ann.party_id
        references = {self.part: self.complaints[self.part].reference}
        page = own_complaint(
            self.events[self.anns], Circle(frozenset({self.ann.party_id})), references
        )
        return [(one.issue_no, one.goes_on_in) for one in page.issues]


def test_a_point_that_was_split_off_is_listed_with_the_reference_that_answers_it() -> None:
    office = Page()
    assert office.points() == [(1, office.complaints[office.part].reference), (2, None)]


def test_a_point_that_came_back_is_listed_once() -> None:
    office = Page()
    back: dict[str, Any] = {"into_id": office.anns, "ground_code": "same_complainant"}
    office.asked("merge_complaint", office.part, **back)
    assert [where for _, where in office.points()] == [None, None]
    office.asked("unmerge_complaint", office.part, by=PRIVACY_OFFICER, ground_code="mistake")
    assert (1, office.complaints[office.part].reference) in office.points()
    assert len(office.points()) == 2
