"""7.2, 7.3, 7.9: a note among staff shows nothing that somebody outside said, or was told."""

from typing import Any

import pytest

from tests.support.controls import OTHER_HANDLER
from tests.support.payable import logged
from tests.support.story import Story

HEIR = {"complainant": {"name": "A friend"}, "basis": "assignment"}


def entered(story: Story, name: str, **arguments: Any) -> dict[str, Any]:
    """What staff enter, named as proof."""
    story.do(name, **arguments)
    return {"entered_from": story.events[-1].event_id}


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_who_takes_a_place_is_shown_by_what_came_in(direction: str) -> None:
    story = logged()
    by_phone = {"direction": direction, "channel_code": "phone"}
    contact = entered(story, "record_contact", by=OTHER_HANDLER, **by_phone)
    refusal = story.refuses("substitute_complainant", **HEIR, **contact)
    assert refusal == ("" if direction == "inbound" else "PlaceNotProved")


def test_neither_a_note_nor_the_acknowledgement_shows_it_or_that_one_of_several_left() -> None:
    story = logged()
    told = next(one for one in story.events if one.event.TYPE == "ComplaintAcknowledged")
    story.do("join_complainant", complainant={"name": "Carl"}, kind="person")
    *_, carl = story.present.parties
    note = entered(story, "add_note", note="x")
    for proof in (note, {"entered_from": told.event_id}):
        assert story.refuses("substitute_complainant", **HEIR, **proof) == "PlaceNotProved"
        gone = {"party_id": carl, "ground_code": "left", **proof}
        assert story.refuses("remove_complainant", **gone) == "LeavingNotProved"


def test_a_note_is_no_notice_of_a_later_day() -> None:
    story = logged()
    due = next(one for one in story.present.deadlines.values() if one.fact.kind == "response")
    longer = {"deadline_id": due.fact.deadline_id, "ground_code": "busy"}
    note = entered(story, "add_note", note="x")["entered_from"]
    assert story.refuses("extend_deadline", **longer, notice_event_id=note) == "NotTold"
