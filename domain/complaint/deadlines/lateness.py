"""Whether what was due was done in time, done late, entered late, or missed: never mixed (6.2).

Every door tells it by these rules. A miss is recorded once a due date is over. It stays one, unless
what was done in time is entered with proof, or was over when it was first written down. The same
holds of what ended in time what was due, such as a withdrawal that is told after the due date.
"""

from datetime import datetime
from typing import Literal

from domain.complaint.deadlines.events import DeadlineCancelled, DeadlineMet

Lateness = Literal["in_time", "entered_late", "done_late", "missed"]
"""entered_late: done in time, and recorded after it was due."""
VOID = "the miss is void"
UNPROVED = "without a proof (entered_from), which would void it, the miss stands"


def lateness_of(met: DeadlineMet, *, due_at: datetime, recorded_at: datetime) -> Lateness:
    """How late something was that is done. recorded_at: when that was written down."""
    if met.is_late:
        return "done_late"
    return "entered_late" if (met.entered_at or recorded_at) > due_at else "in_time"


def voids_miss(*, was_missed: bool, is_late: bool, is_proved: bool) -> Literal[True] | None:
    """Whether what met or ended a due date makes its miss void; None, as events tell it, if not."""
    return True if was_missed and is_proved and not is_late else None


def miss_stands(event: DeadlineMet | DeadlineCancelled, *, was_missed: bool) -> bool:
    """Whether a miss stays one after what was due was done, or applied no more."""
    return was_missed and not event.voids_miss


def is_kept(met: DeadlineMet, *, was_missed: bool) -> bool:
    """Whether a due date counts as kept: done in time, and not missed or the miss is void."""
    return not met.is_late and not miss_stands(met, was_missed=was_missed)


def in_words(lateness: Lateness, *, was_missed: bool, is_void: bool) -> str:
    """The same for people. was_missed: a miss stands. is_void: there was one, and it is void."""
    if lateness != "entered_late":
        return {"in_time": "in time", "done_late": "late", "missed": "missed"}[lateness]
    if is_void:
        return f"in time, entered late; {VOID}"
    if was_missed:
        return f"in time, entered late; {UNPROVED}"
    return "in time, entered late"
