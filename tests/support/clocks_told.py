"""Complaints told to see what is due in them, and what sets it anew."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.complaint.state import Complaint, DeadlineState
from domain.event import DomainEvent
from tests.support.controls import APPROVER
from tests.support.story import Story


def begun(day: str, under: Any = None, now: datetime | None = None, **told: Any) -> Story:
    """A complaint that came on this day and is received at noon of it, unless told."""
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12)
    story = Story(now=now or at, **({"policy": under} if under else {}))
    who = {"complainant": {"name": "Ada", "email": "ada@example.org"}}
    story.do("receive", narrative="The bill is wrong.", occurred=on(day), **who, **told)
    return story


def on(day: str) -> dict[str, str]:
    """A day in London, as a command tells it."""
    return {"on": day, "zone": "Europe/London"}


def correct(story: Story, target: UUID, right: str, field: str = "occurred") -> list[DomainEvent]:
    """What comes of it when an approver says what is right, and another approves it."""
    facts = story.approved(
        "correct_record",
        by=APPROVER,
        target_event_id=target,
        field=field,
        right=right,
        ground_code="postmark",
    )
    return [fact.event for fact in facts]


def receipt(story: Story) -> UUID:
    """The event of the receipt."""
    return story.events[0].event_id


def standing(complaint: Complaint | None, kind: str = "response") -> DeadlineState:
    """The due date of this kind that was set last."""
    assert complaint is not None
    return [one for one in complaint.deadlines.values() if one.fact.kind == kind][-1]


def due(story: Story, kind: str = "response") -> tuple[str, str]:
    """How it stands with this, and when it is due."""
    last = standing(story.complaint, kind)
    return last.status, last.due_on.isoformat()


def withdrawn_with_proof(story: Story, day: str) -> UUID:
    """A withdrawal of this day that somebody else wrote down; its event."""
    story.do("add_note", by=APPROVER, note="They rang: no more.")
    proof = story.events[-1].event_id
    story.do("withdraw", means_code="phone", occurred=on(day), entered_from=proof)
    return next(e.event_id for e in story.events if e.event.TYPE == "ComplaintWithdrawn")


def extend(story: Story) -> str:
    """The complainant is told, and the response extended; the rule by which that is refused."""
    sent = story.do("send_update", kind="holding", channel_code="email")
    notice = story.events[-len(sent)].event_id
    return story.refuses(
        "extend_deadline",
        deadline_id=standing(story.complaint).fact.deadline_id,
        ground_code="complex",
        notice_event_id=notice,
    )
