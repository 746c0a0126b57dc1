"""The course of a complaint, which its days, outcomes and due dates rest on (8.2)."""

from dataclasses import dataclass, replace
from typing import Any

from domain.complaint.events import RecordCorrected
from domain.complaint.reckoning import zone_after
from domain.recorded import Recorded
from projections._parts.answers import Answers, answers_after
from projections._parts.counted_days import Dated, Days, Righted, dated, righted_after
from projections._parts.endings import Ending, ending_after
from projections._parts.timeliness import Targets, targets_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What its days, outcomes and due dates rest on. zone: of its days."""

    receipt: Dated
    zone: str | None
    righted: tuple[Righted, ...] = ()
    answers: Answers = Answers()  # noqa: RUF009
    ending: Ending | None = None
    targets: Targets = ()

    @property
    def days(self) -> Days:
        """The days on which what happened counts."""
        return Days(self.receipt, self.righted, self.zone)

    @property
    def standing_ending(self) -> Ending | None:
        """The ending, unless it was taken back."""
        return self.ending if self.ending and self.ending.stands else None


def begun(recorded: Recorded) -> Course:
    """The course of a complaint that was received just now."""
    return Course(receipt=dated(recorded), zone=recorded.occurred.zone)


def course_after(course: Course, recorded: Recorded) -> Course:
    """The course after one more event; the very same where the event changes nothing."""
    event = recorded.event
    changes: dict[str, Any] = {
        "zone": zone_after(course.zone, recorded),
        "answers": answers_after(course.answers, recorded),
        "ending": ending_after(course.ending, recorded),
        "targets": targets_after(course.targets, event, recorded.recorded_at),
    }
    if isinstance(event, RecordCorrected):
        changes["righted"] = righted_after(course.righted, event)
    is_as_before = all(value is getattr(course, name) for name, value in changes.items())
    return course if is_as_before else replace(course, **changes)
