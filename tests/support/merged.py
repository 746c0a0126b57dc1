"""Two complaints of which one was merged into the other, for tests of merging and unmerging."""

from datetime import UTC, date, datetime
from typing import Any

from domain.complaint import events as e
from domain.event import DomainEvent
from tests.support.controls import COMPLAINT, RECEIVED, deadline, issue, named, received
from tests.support.given import Given, Outcome, given

TARGET = named("target")
THIRD = named("third")
THERE = received(issue(7).model_copy(update={"issue_no": 1}), reference="C-TARGET")


def absorbed(*issues: e.Issue, **changed: Any) -> e.DuplicateAbsorbed:
    """What the target says of the merger."""
    given_: dict[str, Any] = {
        "from_id": COMPLAINT,
        "other_reference": "C-0R8XQJWFQ",
        "ground_code": "same_complainant",
        "issues": issues or (issue(1).model_copy(update={"issue_no": 2}),),
    }
    return e.DuplicateAbsorbed(**{**given_, **changed})


def merged(**changed: Any) -> e.ComplaintMerged:
    """What the source says of the merger."""
    given_: dict[str, Any] = {
        "into_id": TARGET,
        "other_reference": "C-TARGET",
        "ground_code": "same_complainant",
    }
    return e.ComplaintMerged(**{**given_, **changed})


def joined(*past: DomainEvent, there: tuple[DomainEvent, ...] = ()) -> Given:
    """A source and the target that it was merged into."""
    return given(RECEIVED, *past, merged()).beside(TARGET, THERE, absorbed(), *there)


def dropped(number: int) -> e.IssueWithdrawn:
    """The complainant drops an issue."""
    issue_id = issue(number).issue_id
    return e.IssueWithdrawn(issue_id=issue_id, issue_no=1, means_code="phone", ground_code="wish")


def due(kind: str, day: int, **changed: Any) -> e.DeadlineSet:
    """A due date on this day of March."""
    at = datetime(2026, 3, day + 1, tzinfo=UTC)
    return deadline(kind, due_on=date(2026, 3, day), due_at=at, **changed)


def joined_by(
    done: Outcome, there: tuple[DomainEvent, ...], here: tuple[DomainEvent, ...] = ()
) -> Given:
    """The source after a merger, beside the target: what came to pass in both, and before it."""
    own = [fact.event for fact in done.facts if fact.stream_id is None]
    return given(RECEIVED, *here, *own).beside(TARGET, THERE, *there, *done.there(TARGET))
