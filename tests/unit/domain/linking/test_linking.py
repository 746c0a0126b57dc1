"""7.3 Links: what one complaint has to do with another is read in the history of either."""

import pytest

from domain.complaint.events import ComplaintLinked, ComplaintUnlinked
from domain.complaint.linking.events import LinkCode
from domain.complaint.linking.linking import (
    SEEN_FROM_THE_OTHER,
    ItIsItself,
    LinkedAlready,
    NoGroup,
    NotLinked,
)
from domain.complaint.preconditions import NoSuchComplaint
from tests.support.controls import CLOSED, COMPLAINT, RECEIVED, UNTIL_CLOSED, named, received
from tests.support.given import Given, given

OTHER = named("other complaint")
THIRD = named("third complaint")
GROUP = named("group")
THERE = received(reference="C-1")


def linked(other_id: object = OTHER, link: str = "related", **changed: object) -> ComplaintLinked:
    return ComplaintLinked.model_validate({"other_id": other_id, "link": link, **changed})


def both(here: LinkCode | None = None) -> Given:
    """Two complaints, linked so, or not linked."""
    if here is None:
        return given(RECEIVED).beside(OTHER, THERE)
    there = linked(COMPLAINT, SEEN_FROM_THE_OTHER[here])
    return given(RECEIVED, linked(link=here)).beside(OTHER, THERE, there)


@pytest.mark.parametrize(("here", "there"), SEEN_FROM_THE_OTHER.items())
def test_a_link_stands_in_both_histories_as_seen_from_each(here: LinkCode, there: LinkCode) -> None:
    group = GROUP if here == "group_member" else None
    done = both().when("link_complaint", other_id=OTHER, link=here, group_id=group)
    done.then(linked(link=here, group_id=group), linked(COMPLAINT, there, group_id=group))
    assert [each.link for each in done.complaint.links] == [here]
    assert [(each.other_id, each.link) for each in done.other(OTHER).links] == [(COMPLAINT, there)]
    assert SEEN_FROM_THE_OTHER[there] == here


def test_what_has_ended_is_linked_too() -> None:
    asked = given(*UNTIL_CLOSED).beside(OTHER, THERE, CLOSED)
    done = asked.when("link_complaint", other_id=OTHER, link="followed_up_by")
    assert done.there(OTHER) == [linked(COMPLAINT, "follow_up")]


def test_the_members_of_a_group_share_its_id() -> None:
    first = both().when("link_complaint", other_id=OTHER, link="group_member")
    (here, there) = first.all(ComplaintLinked)
    assert here.group_id == there.group_id is not None
    member = linked(COMPLAINT, "group_member", group_id=GROUP)
    asked = given(RECEIVED).beside(OTHER, THERE, member)
    joined = asked.when("link_complaint", other_id=OTHER, link="group_member")
    assert {each.group_id for each in joined.all(ComplaintLinked)} == {GROUP}


def test_only_members_of_a_group_have_one() -> None:
    both().when("link_complaint", other_id=OTHER, group_id=GROUP).refused(NoGroup)


def test_a_link_is_made_once() -> None:
    both("same_cause").when("link_complaint", other_id=OTHER, link="same_cause").refused(
        LinkedAlready
    )
    both("same_cause").when("link_complaint", other_id=OTHER).then(
        linked(), linked(COMPLAINT, "related")
    )


def test_a_complaint_is_linked_to_another_one_that_there_is() -> None:
    both().when("link_complaint", other_id=COMPLAINT).refused(ItIsItself)
    both().when("link_complaint", other_id=THIRD).refused(NoSuchComplaint)


def test_a_link_goes_from_both_histories() -> None:
    asked = {"other_id": OTHER, "link": "follow_up", "ground_code": "mistake"}
    done = both("follow_up").when("unlink_complaint", **asked)
    done.then(
        ComplaintUnlinked(other_id=OTHER, link="follow_up", ground_code="mistake"),
        ComplaintUnlinked(other_id=COMPLAINT, link="followed_up_by", ground_code="mistake"),
    )
    assert (done.complaint.links, done.other(OTHER).links) == ((), ())


def test_only_a_link_that_stands_is_taken_away() -> None:
    asked = {"other_id": OTHER, "link": "related", "ground_code": "mistake"}
    both().when("unlink_complaint", **asked).refused(NotLinked)
    both("same_cause").when("unlink_complaint", **asked).refused(NotLinked)
