"""The queue's columns that show a part of the row: its attempt, flags, promises, issues, dates."""

from typing import Any

from projections._parts.attempts import Attempt
from projections._parts.commitments import Commitments
from projections._parts.deadlines_running import (
    Deadline,
    awaited,
    is_standing_still,
    next_of_organisation,
)
from projections._parts.flags import Flags
from projections._parts.issues_counted import Issues, remaining
from projections.case_queue.row import LONG_AGO, NEVER


def of_attempt(attempt: Attempt) -> dict[str, Any]:
    """The columns that show where the handling is."""
    return {
        "stage": attempt.stage,
        "round": attempt.round,
        "is_acknowledged": attempt.is_acknowledged,
    }


def of_flags(flags: Flags) -> dict[str, Any]:
    """The columns that show what is flagged."""
    return {
        "is_suspended": flags.is_suspended,
        "awaits_approval": bool(flags.approvals),
        "approval_until": max(flags.lapse_at, default=LONG_AGO),
        "is_escalated": flags.escalation_level > 0,
        "is_external": bool(flags.referrals),
        "has_extra_care": flags.handling_code == "extra_care",
    }


def of_commitments(commitments: Commitments) -> dict[str, Any]:
    """The column that shows whether promises are to be kept."""
    return {"is_owing": bool(commitments.owed or commitments.outstanding)}


def of_issues(issues: Issues) -> dict[str, Any]:
    """The columns that show what the complaint is about."""
    here = remaining(issues)
    return {
        "category_codes": tuple(issue.category_code for issue in here),
        "product_code": next((issue.product_code for issue in here if issue.product_code), None),
    }


def of_deadlines(deadlines: tuple[Deadline, ...], *, is_open: bool) -> dict[str, Any]:
    """The columns that show what is due next; is_open: of a complaint that has not ended."""
    waiting = awaited(deadlines, is_open=is_open)
    due = next_of_organisation(waiting)
    return {
        "next_due_kind": due.kind if due else None,
        "next_due_at": due.due_at if due else None,
        "next_warn_at": due.warn_at if due else None,
        "due_order": due.due_at if due else NEVER,
        "is_paused": is_standing_still(waiting),
    }
