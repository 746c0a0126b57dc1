"""How complaints develop: received, open, closed, how long each step took, what came of it (8.2).

Each complaint is counted in one cell for each figure, with its attributes as the cell's columns,
so that any of them can be grouped by or chosen on reading. A duration is counted on the day on
which it ended; a step that nobody can date is in no cell, so it is not available rather than zero.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from domain.events import ComplaintAssigned, ComplaintReceived
from domain.recorded import Recorded
from projections._kit import Group, Index, Sums, Tallies, Where
from projections._kit.openness import Span, changes, spans_after
from projections._kit.outcomes import Answers, answers_after
from projections._kit.questions import Period
from projections._kit.steps import Steps, steps_after
from projections._kit.timeliness import Target, is_in_time, targets_after

VERSION = 1

Figure = Literal[
    "received",
    "open",
    "closed",
    "closed_disputed",
    "undated",
    "days_to_acknowledge",
    "days_to_respond",
    "days_to_close",
    "days_to_forward",
]
Attribute = Literal[
    "legal_entity",
    "category_code",
    "channel_code",
    "product_code",
    "unit",
    "body_code",
    "outcome",
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
    category_code: Annotated[str, "The category of its first issue."]
    channel_code: Annotated[str, "How it was received."]
    product_code: Annotated[str | None, "The product of its first issue."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    body_code: Annotated[str | None, "The body it was sent on to first."]
    outcome: Annotated[str | None, "What the latest answer or agreement found."]
    source_outcome_code: Annotated[str | None, "The outcome that a source asserts."]
    source_state: Annotated[str | None, "The state that a source asserts."]
    is_timely: Annotated[bool | None, "Whether it was answered in time, if that is known."]
    is_disputed: Annotated[bool | None, "Whether the answer was disputed, if that is known."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One complaint as far as it is counted."""

    complaint_id: Annotated[UUID, "The complaint."]
    version: Annotated[int, "How many events the complaint has."]
    received_on: Annotated[date | None, "The day of receipt, if known."]
    legal_entity: Annotated[str, "The entity that answers for it."]
    category_code: Annotated[str, "The category of its first issue."]
    channel_code: Annotated[str, "How it was received."]
    product_code: Annotated[str | None, "The product of its first issue."]
    unit: Annotated[str | None, "The unit that handles it, else the one that received it."]
    steps: Annotated[Steps, "The steps that were taken."] = Steps()  # noqa: RUF009
    answers: Annotated[Answers, "What was found and answered."] = Answers()  # noqa: RUF009
    spans: Annotated[tuple[Span, ...], "The times of being open."] = ()
    targets: Annotated[tuple[Target, ...], "The due dates of its answers."] = ()


def fold(counted: Counted | None, recorded: Recorded) -> Counted:
    """The complaint as it is counted after one more event."""
    if counted is None:
        counted = _received(recorded)
    event = recorded.event
    given = event.unit if isinstance(event, ComplaintAssigned) else None
    return replace(
        counted,
        version=recorded.version,
        unit=given or counted.unit,
        steps=steps_after(counted.steps, event, recorded.occurred.day),
        answers=answers_after(counted.answers, recorded),
        spans=spans_after(counted.spans, recorded),
        targets=targets_after(counted.targets, event),
    )


def _received(recorded: Recorded) -> Counted:
    event = recorded.event
    if not isinstance(event, ComplaintReceived):
        raise ValueError(f"a complaint begins with ComplaintReceived, not with {event.TYPE}")
    return Counted(
        complaint_id=recorded.stream_id,
        version=recorded.version,
        received_on=recorded.occurred.day,
        legal_entity=event.legal_entity,
        category_code=event.issues[0].category_code,
        channel_code=event.channel_code,
        product_code=event.issues[0].product_code,
        unit=event.received_by_unit,
    )


def contributions(counted: Counted) -> Mapping[Cell, int]:
    """The cells in which this complaint is counted, and how often."""
    cells: Counter[Cell] = Counter()
    blank = _blank(counted)
    cells[replace(blank, figure="received", day=counted.received_on)] += 1
    for day, step in changes(counted.spans):
        cells[replace(blank, figure="open", day=day)] += step
    ending = _ending(counted)
    if ending is not None:
        cells[replace(blank, figure=ending[0], day=ending[1])] += 1
    for figure, on in _durations(counted, ending).items():
        if on is not None and counted.received_on is not None:
            cells[replace(blank, figure=figure, day=on, days=(on - counted.received_on).days)] += 1
    return cells


def _blank(counted: Counted) -> Cell:
    source = counted.steps.source
    return Cell(
        figure="",
        day=None,
        legal_entity=counted.legal_entity,
        category_code=counted.category_code,
        channel_code=counted.channel_code,
        product_code=counted.product_code,
        unit=counted.unit,
        body_code=counted.steps.body_code,
        outcome=counted.answers.outcome,
        source_outcome_code=source.outcome_code if source else None,
        source_state=source.state if source else None,
        is_timely=_is_timely(counted),
        is_disputed=_is_disputed(counted),
    )


def _is_timely(counted: Counted) -> bool | None:
    """The source's own judgement where it gave one, never computed again."""
    source = counted.steps.source
    if source is not None and source.is_timely is not None:
        return source.is_timely
    return is_in_time(counted.targets)


def _is_disputed(counted: Counted) -> bool | None:
    """Known to be so once rejected, known not to be so once accepted or ended after an answer."""
    steps = counted.steps
    if steps.is_rejected:
        return True
    if steps.source is not None and steps.source.is_disputed is not None:
        return steps.source.is_disputed
    is_over = bool(counted.spans) and counted.spans[-1].is_over
    is_settled = steps.is_accepted or (is_over and counted.answers.first is not None)
    return False if is_settled else None


def _ending(counted: Counted) -> tuple[str, date | None] | None:
    """Under which figure, and when, the latest ending counts; None while open or merged."""
    last = counted.spans[-1] if counted.spans else None
    if last is None or not last.is_over or last.ended_as == "MERGED":
        return None
    if last.until_on is None:
        return "undated", None
    source = counted.steps.source
    # Closed at the source and disputed there: for ISO 10002 that is no closing (7.9).
    is_no_closing = source is not None and source.state == "CLOSED" and source.is_disputed
    return ("closed_disputed" if is_no_closing else "closed"), last.until_on


def _durations(counted: Counted, ending: tuple[str, date | None] | None) -> dict[str, date | None]:
    first, forwarded = counted.answers.first, counted.steps.forwarded
    told = [step.on for step in (counted.steps.acknowledged, first) if step is not None]
    known = [on for on in told if on is not None]
    return {
        "days_to_acknowledge": min(known) if told and len(known) == len(told) else None,
        "days_to_respond": first.on if first else None,
        "days_to_close": ending[1] if ending and ending[0] == "closed" else None,
        "days_to_forward": forwarded.on if forwarded else None,
    }


PROJECTION = Tallies(
    name="trends",
    version=VERSION,
    question="How complaints develop: received, open, closed, how long it took, what came of it.",
    row=Counted,
    fold=fold,
    cell=Cell,
    contributions=contributions,
    indexes=(Index(("figure", "day")),),
)


def counts(
    figure: Figure,
    *,
    by: tuple[Attribute, ...] = (),
    period: Period | None = None,
    since: date | None = None,
    until: date | None = None,
    only: Mapping[Attribute, Any] | None = None,
) -> Sums:
    """How many, for each period and attribute: rows of (period?, *by, amount).

    since, until: the first and last day, both included; a dated question never shows what has no
    day. only: attributes that must have these values, None for not available. Of a duration use
    durations(); of ``open`` the amounts are steps up and down (kit: statistics.stock).
    """
    groups = [Group(attribute) for attribute in by]
    if period is not None:
        groups.insert(0, Group("day", period))
    where = [Where("figure", "=", figure)]
    where += [Where("day", "is not", None)] if period is not None else []
    where += [Where(name, "is" if v is None else "=", v) for name, v in (only or {}).items()]
    where += [Where("day", ">=", since)] if since is not None else []
    where += [Where("day", "<=", until)] if until is not None else []
    return Sums(view="trends", where=tuple(where), groups=tuple(groups))


def durations(figure: Figure, *, by: tuple[Attribute, ...] = (), **chosen: Any) -> Sums:
    """How often each number of days occurs: rows of (period?, *by, days, amount).

    chosen: as for counts(). Medians and percentiles come from them by statistics.spread.
    """
    asked = counts(figure, by=by, **chosen)
    return replace(asked, groups=(*asked.groups, Group("days")))
