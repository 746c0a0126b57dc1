"""7.9: who is told today has the time to reply from today, whatever day the answer bears."""

from typing import Any

from tests.stories.people import ADA, APPROVER, OMBUDSMAN
from tests.stories.steps import decide
from tests.stories.telling import Told, World


def decided_long_ago() -> tuple[Told, dict[str, Any]]:
    """A decision that nobody was told for ten weeks, and the day after it."""
    told = World().begin("log", narrative="The bill is wrong", complainant=ADA)
    decide(told, "not_upheld")
    told.world.wait(days=1)
    back_then = {"at": told.world.now.isoformat(), "zone": "Europe/London"}
    told.world.wait(weeks=10)
    return told, {"occurred": back_then, "recourse": OMBUDSMAN}


def test_a_response_that_is_dated_back_gives_the_time_to_reply_from_its_entry() -> None:
    told, response = decided_long_ago()
    told.do("send_response", **response)
    assert told.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    told.world.wait(weeks=5)
    told.do("close", basis_code="no_reply")
    assert told.state == "CLOSED"


def test_nor_does_ones_own_note_show_when_it_was_sent() -> None:
    told, response = decided_long_ago()
    told.do("add_note", note="Sent, as I remember")
    told.do("send_response", entered_from=told.event("NoteAdded"), **response)
    assert told.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"


def test_what_somebody_else_notes_of_its_sending_does() -> None:
    told, response = decided_long_ago()
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    told.do("send_response", entered_from=told.event("NoteAdded"), **response)
    told.do("close", basis_code="no_reply")
    assert told.state == "CLOSED"
