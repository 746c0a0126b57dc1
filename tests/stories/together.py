"""Stories of several complaints: merged, split, linked, three hundred with one cause."""

from tests.stories.people import ADA, BY_PHONE, GRACE, MANAGEMENT, refund
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
