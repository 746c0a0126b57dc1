"""6.2 A correction of the receipt that was wrong itself is put right: all is due as before."""

from datetime import UTC, datetime

import pytest

from tests.support.clocks_told import begun, correct, due, receipt, standing
from tests.support.controls import policy
from tests.unit.domain.deadlines.test_set_anew import PAUSING

WAIT = {"ground_codes": ["awaiting"], "rule_id": "wait", "kinds": ["response"]}


def to_and_fro(unit: str, course: str, wrongly: str) -> list[tuple[str, str]]:
    """When it is due after the course, after a wrong correction, and after that is put right."""
    more = {"rule_id": "more", "kinds": ["response"], "needs_notice": False, "unit": unit}
    amount = 240 if unit == "hours" else 10
    under = policy(extensions=[{**more, "amount": amount}], pauses=[WAIT])
    story = begun("2026-11-10", under, now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    for act in course.split():
        if act == "extended":
            own = standing(story.complaint).fact.deadline_id
            story.do("extend_deadline", deadline_id=own, ground_code="complex")
        else:
            story.do("pause_deadlines", ground_code="awaiting")
            story.wait(days=4, hours=1)
            story.do("resume_deadlines")
    told = [due(story)]
    for day in (wrongly, "2026-11-10"):
        correct(story, receipt(story), day)
        told.append(due(story))
    return told


@pytest.mark.parametrize("unit", ["calendar_days", "working_days", "hours"])
@pytest.mark.parametrize("wrongly", ["2026-11-03", "2026-11-17", "2026-11-24"])
@pytest.mark.parametrize("course", ["extended", "paused extended", "paused extended paused"])
def test_a_correction_that_is_put_right_leaves_the_due_date_as_it_was(
    unit: str, wrongly: str, course: str
) -> None:
    before, wrong, after = to_and_fro(unit, course, wrongly)
    assert after == before
    assert wrong <= before, "nothing is later than the day that was named"


@pytest.mark.parametrize("is_over", [False, True])
def test_what_was_due_before_a_pause_began_was_missed_and_is_given_nothing_back(
    is_over: bool,
) -> None:
    story = begun("2026-11-16", PAUSING)
    story.wait(days=2)
    story.do("pause_deadlines", ground_code="awaiting")
    if is_over:
        story.wait(days=4, hours=1)
        story.do("resume_deadlines")
    correct(story, receipt(story), "2026-10-16")
    assert due(story) == ("missed", "2026-11-13")
    correct(story, receipt(story), "2026-11-16")
    assert due(story) == ("running", "2026-12-18" if is_over else "2026-12-14")
