"""7.3 What is told of merged and parted complaints names people, points and complaints."""

import asyncio

from projections.audit_trail.names import named_told
from services.cli import due_shown
from services.queries.explaining import explanations
from tests.stories.people import ADA
from tests.stories.telling import Told, World
from tests.support.controls import PRIVACY_OFFICER

BEN = {"name": "Ben Okri", "email": "ben@example.org"}


def merged() -> tuple[World, Told, Told]:
    """Ada's complaint goes on in Ben's."""
    world = World()
    ada = world.begin("log", narrative="Broken", complainant=ADA)
    ben = world.begin("log", narrative="Broken too", complainant=BEN)
    ada.do("merge_complaint", into_id=ben.complaint_id, ground_code="represented_group")
    return world, ada, ben


def said(told: Told) -> str:
    return "\n".join(named_told(told.history).values())


def test_whose_each_of_two_answers_is_stands_beside_it() -> None:
    world, ada, ben = merged()
    reference = ada.complaint.reference
    rows = [
        due_shown._row(ben.complaint, one, world.now)[0]
        for one in ben.complaint.deadlines.values()
        if one.is_open and one.fact.kind == "response"
    ]
    (guest,) = [each for each in ben.complaint.parties.values() if each.from_id]
    short = guest.party_id.hex[:8]
    assert rows == ["response", f"response to {short} of {reference}"]
    world.publish()
    told = asyncio.run(explanations(world.record, ben.history[0].stream_id, now=world.now))
    (alone,) = [one for one in told if one.to_party_id == guest.party_id]
    assert alone.to_reference == reference
    of = f"Response of the organisation, to party {short} of {reference} alone: due on "
    assert alone.sentences[0].startswith(of)
    assert f"to party {short} of {reference}: due from the organisation on" in said(ben)


def test_the_history_names_complaints_and_points_by_what_people_call_them() -> None:
    _, ada, ben = merged()
    ada.do("unmerge_complaint", by=PRIVACY_OFFICER, ground_code="mistake")
    reference = ada.complaint.reference
    lines = said(ben).splitlines()
    assert (
        f"Complaint {reference} goes on by itself again, with the issues 2, because mistake."
        in (lines)
    )
    assert [
        one
        for one in lines
        if f"joined as a complainant (person), with complaint {reference}" in one
    ]
    assert ada.complaint_id is not None and ada.complaint_id.hex[:8] not in said(ben)


def test_a_link_and_a_part_are_named_by_their_references() -> None:
    world = World()
    whole = world.begin(
        "log",
        narrative="Broken",
        complainant=ADA,
        issues=[{"category_code": "delay"}, {"category_code": "damage"}],
    )
    gone = next(iter(whole.complaint.issues))
    whole.do("split_complaint", issue_ids=[gone])
    (part,) = whole.complaint.split_into
    lines = named_told(whole.history, {part: "C-PART"}).values()
    assert "The issues 1 go on as complaints of their own: C-PART." in lines
