"""Pauses of a response in the tests: its due date, a rule that stops it, a pause and its end."""

from datetime import UTC, date, datetime
from typing import Any

from domain.complaint.events import DeadlinePaused, DeadlineResumed
from domain.complaint.parts import NewDueDate
from domain.decision_context import NewEvent
from domain.policy import Policy
from tests.support.controls import deadline, policy, when

DUE = deadline(
    "response",
    due_on=date(2026, 3, 30),
    due_at=datetime(2026, 3, 30, 23, tzinfo=UTC),
    warn_at=datetime(2026, 3, 20, 9, tzinfo=UTC),
)
NOTICE = deadline("top_management_notice")
RULE: dict[str, Any] = {
    "rule_id": "waiting",
    "kinds": ["response"],
    "ground_codes": ["awaiting_complainant"],
}
PAUSED = DeadlinePaused(
    deadline_ids=(DUE.deadline_id,), ground_code="awaiting_complainant", rule_id="waiting"
)
SUSPENDED = PAUSED.model_copy(update={"with_suspension": True})
"""The same, where it stops with the work."""
RESUMED = NewEvent(
    event=DeadlineResumed(
        deadlines=(NewDueDate(deadline_id=DUE.deadline_id, due_on=DUE.due_on, due_at=DUE.due_at),)
    ),
    occurred=when(days=3),
)
ASKED: dict[str, Any] = {"ground_code": "awaiting_complainant"}


def under(**rule: Any) -> Policy:
    """The default policy with one pause."""
    return policy(pauses=[{**RULE, **rule}])


def paused_at(**time: int) -> NewEvent:
    """The pause, so long after the receipt."""
    return NewEvent(event=PAUSED, occurred=when(**time))
