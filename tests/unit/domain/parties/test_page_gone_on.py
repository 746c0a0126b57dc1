"""4.9, 7.3 The page of somebody whose complaint goes on in another one."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.complaint.party_view import OwnComplaint, circle_of
from domain.complaint.party_view.own_steps import DEEDS, own_deeds
from tests.support.answered_together import Answered
from tests.support.matter import Matter
from tests.support.own_page import page_of

TODAY = date(2026, 3, 30)


class Page(Matter):
    """Ann reads her own complaint, as it goes on in Bob's."""

    @property
    def ann_there(self) -> UUID:
        (came,) = [one for one in self.bob.parties.values() if one.from_id and not one.has_left]
        return came.party_id

    def page(self) -> OwnComplaint:
        """What she sees, also of what is told where hers goes on."""
        assert self.ann.party_id
        circle = circle_of(self.events[self.anns], self.ann.party_id, TODAY)
        return page_of(self, self.anns, circle)

    def dates(self) -> dict[str, str]:
        """How each of her due dates stands."""
        found = [(one.kind, f"{one.status} {one.due_on:%d}") for one in self.page().dates]
        assert len(found) == len(dict(found)), "each is shown once"
        return dict(found)


class Same(Page):
    """It was Ann herself who complained again."""

    def received(self, **told: Any) -> UUID:
        return super().received(**{**told, "complainant": {"name": "Ann"}})

    def merge(self, **asked: Any) -> None:
        self.asked("merge_complaint", self.anns, into_id=self.bobs, **asked)


class AnsweredPage(Answered, Page):
    """Ann reads hers once it was answered in Bob's."""


def test_what_is_due_to_them_is_shown_while_theirs_is_merged() -> None:
    office = Page()
    before = office.dates()
    assert set(before) == {"acknowledgement", "response"}
    office.merge()
    assert office.dates() == before
    office.asked("acknowledge", office.bobs, to_party_id=office.ann_there)
    assert office.dates() == {**before, "acknowledgement": "done 04"}
    office.unmerge()
    assert office.dates() == {**before, "acknowledgement": "done 04"}


def test_that_they_were_acknowledged_is_shown_once() -> None:
    for office in (Page(), Same()):
        office.merge()
        to: dict[str, Any] = {} if isinstance(office, Same) else {"to_party_id": office.ann_there}
        office.asked("acknowledge", office.bobs, **to)
        (first,) = office.page().sent
        office.unmerge()
        (again,) = office.page().sent
        assert (first.kind, first.sent) == (again.kind, again.sent)


def test_what_was_acknowledged_before_is_so_and_of_the_other_matter_alone_is_not() -> None:
    office = Same()
    office.asked("acknowledge", office.anns)
    office.merge()
    assert office.dates()["acknowledgement"] == "done 04"
    office = Same()
    office.asked("acknowledge", office.bobs)
    office.wait(1)
    office.merge()
    assert "acknowledgement" not in office.dates()
    assert office.dates()["response"].startswith("due")


def test_what_was_missed_before_is_shown_once_as_it_stands_there() -> None:
    """Acknowledged late, where it goes on, it is due no more."""
    for office in (Page(), Same()):
        office.wait(5)
        office.merge()
        assert office.dates()["acknowledgement"] == "due 04"
        to: dict[str, Any] = {} if isinstance(office, Same) else {"to_party_id": office.ann_there}
        office.asked("acknowledge", office.bobs, **to)
        assert office.dates()["acknowledgement"] == "done 04"


def test_that_a_review_was_asked_for_is_shown_and_they_may_drop_it() -> None:
    office = AnsweredPage()
    office.tell_both()
    assert "withdraw_review" not in own_deeds(office.page(), DEEDS)
    office.asked("request_review", office.anns)
    assert office.page().state == "in_review"
    assert "withdraw_review" in own_deeds(office.page(), DEEDS)


def test_what_they_withdrew_while_it_was_merged_is_shown_withdrawn_with_nothing_due() -> None:
    for office in (Page(), Same()):
        office.merge()
        office.asked("withdraw", office.anns, means_code="own_key")
        page = office.page()
        assert page.state == "withdrawn"
        assert not [one for one in page.dates if one.status == "due"]
        assert "withdraw" not in own_deeds(page, DEEDS)
