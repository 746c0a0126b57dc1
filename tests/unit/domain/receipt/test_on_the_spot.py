"""7.7 What is settled on the spot is settled when the complaint comes, whenever that is told."""

from datetime import date

from domain.complaint.events import ComplaintAcknowledged, ComplaintClosed, ResolutionAgreed
from domain.values import When
from tests.support.controls import SMALL
from tests.support.given import given


def test_what_was_settled_on_the_spot_was_settled_when_it_came() -> None:
    came = When(on=date(2026, 2, 9), zone="Europe/London")
    settled = (
        given()
        .under(SMALL)
        .when("settle", narrative="x", complainant={"name": "Ada"}, occurred=came)
    )
    occurred = {type(fact.event): fact.occurred for fact in settled.facts}
    assert occurred[ResolutionAgreed] == occurred[ComplaintClosed] == came
    assert occurred[ComplaintAcknowledged] != came
