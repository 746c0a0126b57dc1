"""What the trends count together, and one complaint as far as it is counted (8.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from projections._kit.issues import Issues
from projections._kit.openness import Span
from projections._kit.outcomes import Answers
from projections._kit.steps import Steps
from projections._kit.timeliness import Target

Figure = Literal[
    "received",
    "open",
    "closed",
    "closed_disputed",
    "undated",
    "referred",
    "escalated",
    "days_to_acknowledge",
    "days_to_respond",
    "days_to_close",
    "days_to_forward",
]
Attribute = Literal[
    "legal_entity",
    "contact_class",
    "category_code",
    "channel_code",
    "product_code",
    "unit",
    "body_code",
    "outcome",
    "ended_as",
    "ended_because",
    "source_outcome_code",
    "source_state",
    "is_timely",
    "is_disputed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is counted together; an attribute that a complaint does not have is empty."""

    figure: Annotated[str, "What is counted (Figure)."]
    day: Annotated[date | None, "On which day, in the event's own zone; empty where unknown."]
    days: Annotated[int | None, "Of a duration: how many calendar days it took."] = None
    legal_entity: Annotated[str, "The entity that answers for the complaint."]
    contact_class: Annotated[str, "Whether it is a complaint, an enquiry, a dispute."]
    category_code: Annotated[str, "The category of its first issue that is still part of it."]
    channel_code: Annotated[str, "How it was received."]
    product_code: Annotated[str | None, "The product of that issue."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    body_code: Annotated[str | None, "The body it was sent on to first."]
    outcome: Annotated[str | None, "What the latest answer or agreement found."]
    ended_as: Annotated[str | None, "The state in which it has ended, if it has."]
    ended_because: Annotated[str | None, "The ground of that ending, else its basis."]
    source_outcome_code: Annotated[str | None, "The outcome that a source asserts."]
    source_state: Annotated[str | None, "The state that a source asserts."]
    is_timely: Annotated[bool | None, "Whether it was answered in time, if that is known."]
    is_disputed: Annotated[bool | None, "Whether the answer was disputed, if that is known."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One complaint as far as it is counted."""

    complaint_id: Annotated[UUID, "The complaint."]
    version: Annotated[int, "How many events the complaint has."]
    received_event_id: Annotated[UUID, "The event of its receipt."]
    received_on: Annotated[date | None, "The day of receipt, if known."]
    legal_entity: Annotated[str, "The entity that answers for it."]
    contact_class: Annotated[str, "Whether it is a complaint, an enquiry, a dispute."]
    channel_code: Annotated[str, "How it was received."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    state: Annotated[str, "The state after the last event."] = "RECEIVED"
    issues: Annotated[Issues, "Its issues, also those that left it."] = ()
    steps: Annotated[Steps, "The steps that were taken."] = Steps()  # noqa: RUF009
    answers: Annotated[Answers, "What was found and answered."] = Answers()  # noqa: RUF009
    spans: Annotated[tuple[Span, ...], "The times of being open."] = ()
    targets: Annotated[tuple[Target, ...], "The due dates of its answers."] = ()
