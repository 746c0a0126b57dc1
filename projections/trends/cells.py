"""What the trends count together, and one complaint as far as it is counted (8.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from projections._parts.counted_days import Told
from projections._parts.course import Course
from projections._parts.issues_counted import Issues
from projections.trends.steps import Steps

Figure = Literal[
    "received",
    "split_off",
    "open",
    "closed",
    "closed_disputed",
    "merged",
    "undated",
    "referred",
    "escalated",
    "overturned",
    "days_to_acknowledge",
    "days_to_respond",
    "days_to_close",
    "days_to_forward",
]
FIGURES: Mapping[str, str] = {
    "received": "Complaints received, by the day of receipt; what is split off is not received "
    "again.",
    "split_off": "Parts of a complaint that became complaints of their own, by the day of the "
    "split.",
    "open": "Complaints open at the end of the period: received or split off, and not ended.",
    "closed": "Complaints that have ended and were not merged, by the day of their latest ending; "
    "reopening takes the ending back.",
    "closed_disputed": "Complaints closed at their source and disputed there, by the day of that "
    "closing, if it is known: for ISO 10002 that is no closing.",
    "merged": "Complaints that go on as part of another one, by the day of merging; unmerging "
    "takes it back.",
    "undated": "Complaints that have ended on a day that nobody knows, by the day of receipt.",
    "referred": "Complaints that an outside body had, by the day of the first referral.",
    "escalated": "Complaints that a higher level took up, by the day of the first escalation.",
    "overturned": "Complaints whose outcome is not that of the first answer, by the day on which "
    "a later answer, or an outside body's determination, changed it.",
    "days_to_acknowledge": "Days from the receipt to the first acknowledgement, response or "
    "agreement, by the day of that.",
    "days_to_respond": "Days to the first response that arrived, or the first agreement, by the "
    "day of that; from the earliest receipt of all that was merged into the complaint.",
    "days_to_close": "Days to the closing, by the day of it; from the earliest receipt of all that "
    "was merged into the complaint.",
    "days_to_forward": "Days from the receipt to the first sending on to a respondent or another "
    "body, by the day of that.",
}
"""What each figure counts, by which day, and what moves it afterwards."""
Attribute = Literal[
    "legal_entity",
    "contact_class",
    "category_code",
    "channel_code",
    "product_code",
    "unit",
    "body_code",
    "first_outcome",
    "outcome",
    "ended_as",
    "ended_because",
    "source_outcome_code",
    "source_state",
    "is_timely",
    "is_disputed",
]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What is counted together; an attribute that a complaint does not have is empty."""

    figure: Annotated[Figure, "What is counted (Figure)."]
    day: Annotated[date, "On which day, in the zone of the complaint."]
    days: Annotated[int | None, "Of a duration: how many calendar days it took."] = None
    legal_entity: Annotated[str, "The entity that answers for the complaint."]
    contact_class: Annotated[str, "Whether it is a complaint, an enquiry, a dispute."]
    category_code: Annotated[str, "The category of its first issue that is still part of it."]
    channel_code: Annotated[str | None, "The channel by which it was received, if that is known."]
    product_code: Annotated[str | None, "The product of that issue."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    body_code: Annotated[str | None, "The body it was sent on to first."]
    first_outcome: Annotated[str | None, "What the first answer or agreement found."]
    outcome: Annotated[str | None, "What was found in the end, by an outside body too."]
    ended_as: Annotated[str | None, "The state in which it has ended, if it has."]
    ended_because: Annotated[str | None, "The ground of that ending, else its basis."]
    source_outcome_code: Annotated[str | None, "The outcome that a source asserts."]
    source_state: Annotated[str | None, "The state that a source asserts."]
    is_timely: Annotated[bool | None, "Whether it was answered in time, if that is known."]
    is_disputed: Annotated[bool | None, "Whether the answer was disputed, if that is known."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """A complaint merged into this one, and the earliest receipt that came with it, if told."""

    from_id: UUID
    received: Told | None


@dataclass(frozen=True, kw_only=True)
class TrendsRow:
    """One complaint as far as it is counted."""

    complaint_id: Annotated[UUID, "The complaint."]
    version: Annotated[int, "How many events the complaint has."]
    split_off: Annotated[Told | None, "When it was split off; empty for what was received."]
    legal_entity: Annotated[str, "The entity that answers for it."]
    contact_class: Annotated[str, "Whether it is a complaint, an enquiry, a dispute."]
    channel_code: Annotated[str | None, "The channel by which it was received, if that is known."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    state: Annotated[str, "The state after the last event."] = "RECEIVED"
    issues: Annotated[Issues, "Its issues, also those that left it."] = ()
    steps: Annotated[Steps, "The steps that were taken."] = Steps()  # noqa: RUF009
    absorbed: Annotated[tuple[Absorbed, ...], "The complaints that are part of it."] = ()
    course: Annotated[Course, "What its days, outcomes and due dates rest on."]
