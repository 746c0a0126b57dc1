"""Whether what was due was done in time, done late, entered late, or missed: never mixed (6.2).

Every door tells it by these rules. A miss is what the clock recorded; it stays one, unless what was
done in time is entered afterwards with proof.
"""

from datetime import datetime
from typing import Literal

from domain.events.deadlines import DeadlineMet

Lateness = Literal["in_time", "entered_late", "done_late", "missed"]
"""entered_late: done in time, and recorded after it was due."""


def lateness_of(met: DeadlineMet, *, due_at: datetime, recorded_at: datetime) -> Lateness:
    """How late something was that is done. recorded_at: when that was written down."""
    if met.is_late:
        return "done_late"
    return "entered_late" if (met.entered_at or recorded_at) > due_at else "in_time"


def miss_stands(met: DeadlineMet, *, was_missed: bool) -> bool:
    """Whether a miss stays one after this was done."""
    return was_missed and not met.voids_miss


def is_kept(met: DeadlineMet, *, was_missed: bool) -> bool:
    """Whether a due date counts as kept: done in time, and not missed or the miss is void."""
    return not met.is_late and not miss_stands(met, was_missed=was_missed)


def in_words(lateness: Lateness, *, was_missed: bool, is_void: bool) -> str:
    """The same for people. was_missed: a miss stands. is_void: there was one, and it is void."""
    if lateness != "entered_late":
        return {"in_time": "in time", "done_late": "late", "missed": "missed"}[lateness]
    if is_void:
        return "in time, entered late; by its proof the miss is void"
    if was_missed:
        unproved = "without a proof (--entered-from), which would void it, the miss stands"
        return f"in time, entered late; {unproved}"
    return "in time, entered late"
