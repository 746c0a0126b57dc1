"""4.1, 6.2 What is shown of a complaint names the policy of its receipt and of its decision."""

from adapters.policy_files import preset
from services.cli.complaint_shown import under
from tests.stories.people import ADA
from tests.stories.steps import decide
from tests.stories.telling import World


def test_a_later_event_under_another_policy_does_not_change_that_of_the_receipt() -> None:
    world = World()
    told = world.begin("log", narrative="Broken", complainant=ADA)
    world.policies.publish(preset("small_organisation", year=2026))
    told.do("add_note", note="They rang")
    assert told.complaint.policy_id == "small_organisation"
    assert under(told.complaint) == "under iso10002_default"
    decide(told)
    assert (told.complaint.received_under, told.complaint.decided_under) == (
        "iso10002_default",
        "small_organisation",
    )
    assert under(told.complaint) == ("under iso10002_default, decided under small_organisation")


def test_the_unit_is_the_one_that_handles_it_else_that_received_it() -> None:
    told = World().begin("receive", narrative="Broken", complainant=ADA, received_by_unit="south")
    assert (told.complaint.unit, told.complaint.legal_entity) == ("south", "main")
    told.do("assign", unit="north")
    assert told.complaint.unit == "north"
