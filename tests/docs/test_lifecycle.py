"""docs/lifecycle.md says what the code does, and its example of a policy can be used."""

import re
from datetime import date
from pathlib import Path

import pytest

from adapters.policy_files import read_policy
from domain.complaint.events import COMPLAINT_EVENTS
from domain.registry import COMMANDS
from tests.docs.lifecycle import PAGE
from tests.docs.picture import picture, table
from tests.docs.transitions import STATES, Transition, explored, transitions, unmoving

PAGE_TEXT = PAGE.read_text(encoding="utf-8")


def test_every_event_was_tried_in_every_state() -> None:
    assert explored() == set(STATES)
    named = {one.event for one in transitions()} | set(unmoving())
    assert named == {kind.TYPE for kind in COMPLAINT_EVENTS}


@pytest.mark.parametrize(
    "known",
    [
        Transition("ComplaintReceived", None, "RECEIVED"),
        Transition("InvestigationOpened", "ASSESSED", "INVESTIGATING"),
        Transition("ResponseSent", "DECIDED", "RESPONDED"),
        Transition("DecisionRejected", "RESPONDED", "DISPUTED"),
        Transition("InternalReviewDeclined", "REVIEW", "DISPUTED"),
        Transition("ExternalReferralReturned", "EXTERNAL", "CLOSED"),
        Transition("ComplaintUnmerged", "MERGED", "RECEIVED"),
        Transition("ComplaintReopened", "CLOSED", "DISPUTED"),
        Transition("IssueDeclaredOutOfScope", "ASSESSED", "OUT_OF_SCOPE"),
    ],
)
def test_what_the_lifecycle_is_known_to_do_is_found(known: Transition) -> None:
    assert known in transitions()


def test_nothing_leads_out_of_an_ended_state_but_what_may() -> None:
    leaving = {
        one.event
        for one in transitions()
        if one.before in ("CLOSED", "WITHDRAWN", "OUT_OF_SCOPE", "MERGED")
    }
    assert leaving == {"ComplaintReopened", "ExternalReferralRegistered", "ComplaintUnmerged"}


def test_a_change_of_the_table_changes_the_picture_and_the_page() -> None:
    one = Transition("NoteAdded", "INVESTIGATING", "REVIEW")
    assert "INVESTIGATING --> REVIEW: NoteAdded" in picture([*transitions(), one])
    assert "| `NoteAdded` | INVESTIGATING | REVIEW |" in table([*transitions(), one])


def test_every_command_is_listed() -> None:
    assert [name for name in COMMANDS if f"| `{name}` |" not in PAGE_TEXT] == []


def test_the_example_of_a_policy_can_be_used_as_it_stands(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE_TEXT, flags=re.DOTALL)
    file = tmp_path / "our_policy.toml"
    file.write_text(example, encoding="utf-8")
    policy = read_policy(file, year=2026)
    assert policy.policy_id == "our_policy"
    assert not policy.calendar("office").is_working_day(date(2026, 12, 25))
