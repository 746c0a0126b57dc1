"""Complaints that are made up: the same for the same seed, in order, and no rule refuses one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest

from domain.complaint.state import Complaint
from domain.registry import COMMANDS
from services.commands.deadline_clock import to_pass
from services.generating.courses import course
from services.generating.due import RunningDates
from services.generating.filling import filled, member_of_staff
from services.generating.plan import begin_of, plan
from services.generating.steps import Step
from tests.support.office import Office, Told

UNTIL = date(2026, 12, 1)
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
COURSES = 100


class Trial:
    """One course in an office of its own, where the clock passes what is due."""

    def __init__(self, seed: int) -> None:
        self.office, self.due = Office(now=BEGIN), RunningDates()
        self.ids: dict[int, UUID] = {}
        for step in sorted(course(Random(seed), 0, BEGIN), key=lambda one: one.at):
            self._clock(step.at)
            self._act(step)

    def state(self, number: int) -> Complaint | None:
        """A complaint of the course, once it is there."""
        return self.office.complaints.get(self.ids[number]) if number in self.ids else None

    def _clock(self, at: datetime) -> None:
        for due_at, _, deadline in self.due.passed(at):
            self.office.now = max(self.office.now, due_at)
            asked = to_pass(deadline)
            kind = COMMANDS[asked.name]
            self._take(
                self.office.give(kind, asked.command, by=asked.actor, of=deadline.complaint_id)
            )

    def _act(self, step: Step) -> None:
        kind, own = COMMANDS[step.command], self.ids.get(step.complaint)
        body = kind.model.model_validate(filled(step.body, self.state(step.complaint), self.ids))
        self.office.now = max(self.office.now, step.at)
        made = self.office.give(kind, body, by=member_of_staff(*step.by), of=own)
        self._take(made)
        for one in made.recorded:
            if one.version == 1:
                number = step.complaint if own is None else ~step.complaint
                self.ids[number] = one.stream_id

    def _take(self, made: Told) -> None:
        for one in made.recorded:
            self.due.take(one, 0)


@pytest.mark.parametrize("ten", range(COURSES // 10))
def test_no_rule_refuses_what_is_made_up_and_what_is_due_is_known(ten: int) -> None:
    """The events alone tell which due dates run."""
    for seed in range(ten * 10, ten * 10 + 10):
        trial = Trial(seed)
        running = {
            due.fact.deadline_id
            for complaint in trial.office.complaints.values()
            for due in complaint.deadlines.values()
            if due.status == "running"
        }
        forever = datetime(2100, 1, 1, tzinfo=UTC)
        assert {due.deadline_id for _, _, due in trial.due.passed(forever)} == running, seed


def test_the_same_seed_gives_the_same_commands_and_another_gives_others() -> None:
    first, again = list(plan(7, 40, until=UNTIL)), list(plan(7, 40, until=UNTIL))
    assert first == again
    assert first != list(plan(8, 40, until=UNTIL))


def test_a_plan_is_in_order_and_lies_in_its_three_years() -> None:
    moments = [step.at for step in plan(7, 60, until=UNTIL)]
    assert all(before <= after for before, after in pairwise(moments))
    assert begin_of(UNTIL) <= moments[0].date()
    assert moments[-1].date() < UNTIL
    assert moments[-1] - moments[0] > timedelta(days=900)


def test_there_is_something_of_everything() -> None:
    """Most is frequent, some is rare, as it is where people complain."""
    steps = list(plan(1, 2000, until=UNTIL))
    commands = Counter(step.command for step in steps)
    for rare in (
        "merge_complaint",
        "split_complaint",
        "withdraw",
        "reopen",
        "request_review",
        "register_referral",
        "record_determination",
        "suspend_handling",
        "join_complainant",
        "declare_out_of_scope",
        "report_impossible_communication",
    ):
        assert 0 < commands[rare] < commands["settle"] / 3, rare
    receipts = [step for step in steps if step.command in ("log", "settle")]
    by_weekday = Counter(step.at.weekday() for step in receipts)
    assert by_weekday[0] > 2 * by_weekday[6]
    channels = Counter(step.body["channel_code"] for step in receipts)
    assert channels["email"] > 3 * channels["letter"] > 0
