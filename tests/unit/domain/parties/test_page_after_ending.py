"""4.9, 6.2 Once a complaint has ended, its page calls nothing due that nobody will do any more."""

from datetime import date

from domain.complaint.party_view import circle_of, own_complaint
from tests.support.clocks_told import begun
from tests.support.story import Story


def ours(story: Story) -> dict[str, str]:
    """How what the organisation owes stands on the page."""
    party_id = story.present.party_id
    assert party_id is not None
    circle = circle_of(story.events, party_id, date(2026, 12, 31))
    dates = own_complaint(story.events, circle).dates
    return {one.kind: one.status for one in dates if one.by == "us"}


def test_what_was_missed_before_a_withdrawal_is_due_no_more() -> None:
    story = begun("2026-11-24")
    story.wait(days=10)
    assert ours(story)["acknowledgement"] == "due"
    story.do("withdraw", means_code="phone")
    assert ours(story) == {"acknowledgement": "passed"}


def test_it_is_due_again_once_the_complaint_is_open_again() -> None:
    story = begun("2026-11-24")
    story.wait(days=10)
    story.do("withdraw", means_code="phone")
    story.do("reopen", ground_code="new_evidence")
    assert ours(story)["acknowledgement"] == "due"
