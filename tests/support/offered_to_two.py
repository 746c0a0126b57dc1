"""Two who complain together, and a refund that is offered to both."""

from uuid import UUID

from domain.values import Actor
from tests.support.controls import money
from tests.support.payable import logged
from tests.support.story import Story


def key_of(party_id: UUID) -> Actor:
    return Actor(kind="party", id=party_id, role="party")


def of_two(*, must_agree: bool = False) -> tuple[Story, Actor, Actor]:
    """Ada complained, Carl joined, and both were offered a refund."""
    story = logged()
    carl = {"complainant": {"name": "Carl"}, "kind": "person", "must_agree": must_agree}
    story.do("join_complainant", **carl)
    ada, other = story.present.parties
    story.do("offer_remedy", kind_code="refund", money=money("50.00"))
    return story, key_of(ada), key_of(other)
