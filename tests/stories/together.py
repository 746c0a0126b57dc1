"""Stories of several complaints: merged, split, linked, three hundred with one cause."""

from typing import Any

from tests.stories.people import ADA, BY_PHONE, GRACE, MANAGEMENT, OMBUDSMAN, refund
from tests.stories.registry import story
from tests.stories.steps import answer
from tests.stories.telling import World


@story("Merged, then one withdraws")
def merged(world: World) -> None:
    """Two complaints about the same go on as one; who withdraws takes their own issues away, and
    both histories can be read (invariant 15)."""
    first = world.begin("log", called="Ada's", narrative="No heating", complainant=ADA)
    world.wait(days=1)
    second = world.begin("log", called="Grace's", narrative="No heating", complainant=GRACE)
    second.do("merge_complaint", into_id=first.complaint_id, ground_code="represented_group")
    assert (second.state, len(first.complaint.open_issues)) == ("MERGED", 2)
    second.do("withdraw", **BY_PHONE)
    assert len(first.complaint.open_issues) == 1
    answer(first)
    assert first.state == "RESPONDED"


@story("Two people, one matter, two answers")
def each_is_answered(world: World) -> None:
    """Whose complaint goes on in another's is acknowledged and answered themselves, by the day
    that was theirs; until then the complaint is not closed (invariant 15, 7.4, 7.8)."""
    grace = world.begin("receive", called="Grace's", narrative="No heating", complainant=GRACE)
    due = grace.due("response")
    world.wait(days=1)
    ada = world.begin("receive", called="Ada's", narrative="No heating", complainant=ADA)
    into: dict[str, Any] = {"into_id": ada.complaint_id}
    assert grace.refuses("merge_complaint", **into) == "NotTheSameComplainant"
    grace.do("merge_complaint", **into, ground_code="represented_group")
    (party,) = [one.party_id for one in ada.complaint.parties.values() if one.from_id]
    assert ada.due("response") == due, "the earlier holds for both"
    ada.do("acknowledge")
    ada.do("acknowledge", to_party_id=party)
    ada.do("assess", severity_code="low", is_safety=False)
    answer(ada)
    for told in (None, party):
        ada.do("accept_decision", means_code="phone", party_id=told)
    close: dict[str, Any] = {"basis_code": "accepted_and_carried_out"}
    assert ada.refuses("close", **close) == "NotAllTold"
    ada.do("send_response", to_party_id=party, recourse=OMBUDSMAN)
    ada.do("close", **close)


@story("Merged in error")
def unmerged(world: World) -> None:
    """They were about two things after all: the second goes on where it stood, its due dates as
    they were (invariant 15)."""
    first = world.begin("log", called="the first", narrative="No heating", complainant=ADA)
    second = world.begin("log", called="the second", narrative="No water", complainant=ADA)
    due = second.due("response")
    second.do("merge_complaint", into_id=first.complaint_id, ground_code="same_complainant")
    second.do("unmerge_complaint", ground_code="merged_in_error", by=MANAGEMENT)
    assert (second.state, second.due("response")) == ("ASSESSED", due)
    assert len(first.complaint.open_issues) == 1


@story("Compensation above the limit, and split to evade it")
def split_to_evade(world: World) -> None:
    """Authority is measured on the sum over the complaint and those split from it (invariant 9)."""
    told = world.begin(
        "log",
        called="the whole",
        narrative="Late and broken",
        complainant=ADA,
        issues=[{"category_code": "delay"}, {"category_code": "damage"}],
    )
    assert told.refuses("offer_remedy", **refund("150.00")) == "BeyondAuthority"
    told.do("offer_remedy", **refund("80.00"))
    second = list(told.complaint.issues)[1]
    told.do("split_complaint", issue_ids=[second])
    part = world.known(told.complaint.split_into[0], "the part")
    assert part.due("response") == told.due("response")
    assert part.refuses("offer_remedy", **refund("80.00")) == "BeyondAuthority"
    part.do("offer_remedy", **refund("20.00"))


@story("Three hundred people, one cause")
def one_cause(world: World) -> None:
    """Each is answered by themselves; the group says what they have in common (7.3, 8.2). Three
    tell it as well as three hundred."""
    first = world.begin("log", called="the first", narrative="The lift", complainant=ADA)
    for number in ("second", "third"):
        told = world.begin("log", called=f"the {number}", narrative="Lift", complainant=GRACE)
        told.do("link_complaint", other_id=first.complaint_id, link="group_member")
    assert len(first.complaint.links) == 2
