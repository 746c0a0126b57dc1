"""7.3 The history names each due date that was set, kept, missed or taken back."""

from datetime import UTC, datetime

from projections.audit_trail.names import named_told
from services.cli import due_shown
from tests.stories.people import ADA
from tests.stories.telling import World
from tests.support.lateness import set_in_error, the_first


def test_history_names_which_due_date_was_met_missed_or_cancelled() -> None:
    told = set_in_error(World())
    told.do("acknowledge")
    said = "\n".join(named_told(told.history).values())
    response = the_first(told, "response").fact.deadline_id.hex[:8]
    acknowledgement = the_first(told, "acknowledgement").fact.deadline_id.hex[:8]
    for line in (
        f"Response {response}: due from the organisation on 2026-03-30, by rule respond_20wd of",
        f"Response {response}: missed, as it was due by 2026-03-30 23:00 UTC.",
        f"Response {response}: no longer applies, because set in error (wrong rule); approved by ",
        f"Acknowledgement {acknowledgement}: done on 2026-04-",
    ):
        assert line in said


def test_nobody_is_never_said_to_owe_anything() -> None:
    told = World("uk_fca_disp").begin("log", narrative="Broken", complainant=ADA)
    said = "\n".join(named_told(told.history).values())
    assert "nobody" not in said
    fact = the_first(told, "fast_resolution_window").fact
    assert fact.party == "nobody"
    assert f"Fast resolution window {fact.deadline_id.hex[:8]}: until {fact.due_on}" in said
    running = the_first(told, "fast_resolution_window")
    assert (
        due_shown.stands(told.complaint, running, datetime(2030, 1, 1, tzinfo=UTC)).plain == "over"
    )
