"""In which cells of the trends one complaint is counted (8.2)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from projections._kit.columns import changed
from projections._parts.counted_days import Days
from projections._parts.issues_counted import remaining
from projections._parts.outcomes import Outcome, outcome_after
from projections._parts.timeliness import is_in_time
from projections.trends.cells import Cell, Figure, TrendsRow


def contributions(counted: TrendsRow) -> Mapping[Cell, int]:
    """The cells in which this complaint is counted, and how often."""
    cells: Counter[Cell] = Counter()
    outcome = outcome_after(counted.course.answers)
    days = counted.course.days
    blank = _blank(counted, outcome, days.received)
    standing = list(_standing(counted, days))
    for figure, day, amount in standing:
        cells[changed(blank, {"figure": figure, "day": day})] += amount
    for figure, on in _events(counted, outcome, days).items():
        if on is not None:
            cells[changed(blank, {"figure": figure, "day": on})] += 1
    closed_on = next((day for figure, day, _ in standing if figure == "closed"), None)
    for figure, since, on in _durations(counted, days, closed_on):
        if since is not None and on is not None:
            lasted = {"figure": figure, "day": on, "days": (on - since).days}
            cells[changed(blank, lasted)] += 1
    return cells


def _blank(counted: TrendsRow, outcome: Outcome, day: date) -> Cell:
    source = counted.steps.source
    first = remaining(counted.issues)[0]
    ending = counted.course.standing_ending
    return Cell(
        figure="received",
        day=day,
        legal_entity=counted.legal_entity,
        contact_class=counted.contact_class,
        category_code=first.category_code,
        channel_code=counted.channel_code,
        product_code=first.product_code,
        unit=counted.unit,
        body_code=counted.steps.body_code,
        first_outcome=outcome.first,
        outcome=outcome.final,
        ended_as=ending.state if ending else None,
        ended_because=ending.because if ending else None,
        source_outcome_code=source.outcome_code if source else None,
        source_state=source.state if source else None,
        is_timely=_is_timely(counted),
        is_disputed=_is_disputed(counted),
    )


def _is_timely(counted: TrendsRow) -> bool | None:
    """The source's own judgement where it gave one, never computed again."""
    source = counted.steps.source
    if source is not None and source.is_timely is not None:
        return source.is_timely
    return is_in_time(counted.course.targets)


def _is_disputed(counted: TrendsRow) -> bool | None:
    """Known to be so once rejected, known not to be so once accepted or ended after an answer."""
    steps = counted.steps
    if steps.is_rejected:
        return True
    if steps.source is not None and steps.source.is_disputed is not None:
        return steps.source.is_disputed
    is_over = counted.course.standing_ending is not None
    is_settled = steps.is_accepted or (is_over and counted.course.answers.first is not None)
    return False if is_settled else None


def _standing(counted: TrendsRow, days: Days) -> Iterator[tuple[Figure, date, int]]:
    """Where it comes from and where it is: each day, and each group, adds up to the whole."""
    begun, ending = _begun(counted, days), counted.course.standing_ending
    yield "received" if counted.split_off is None else "split_off", begun, 1
    if ending is None:
        yield "open", begun, 1
        return
    on = days.of(ending.act)
    if on is None:
        # No day of ending would be right, so it leaves no trace among the open ones either.
        yield "undated", begun, 1
        return
    over = max(on, begun)
    yield "open", begun, 1
    yield "open", over, -1
    yield _ended_as(counted), over, 1


def _begun(counted: TrendsRow, days: Days) -> date:
    """The day from which it is a complaint of its own."""
    if counted.split_off is None:
        return days.received
    return days.begun(counted.split_off, counted.course.receipt.recorded_at)


def _ended_as(counted: TrendsRow) -> Figure:
    ending = counted.course.standing_ending
    if ending is not None and ending.state == "MERGED":
        return "merged"
    source = counted.steps.source
    # Closed at the source and disputed there: for ISO 10002 that is no closing (7.9).
    is_no_closing = source is not None and source.state == "CLOSED" and source.is_disputed
    return "closed_disputed" if is_no_closing else "closed"


def _events(counted: TrendsRow, outcome: Outcome, days: Days) -> dict[Figure, date | None]:
    return {
        "referred": days.of(counted.steps.referred),
        "escalated": days.of(counted.steps.escalated),
        "overturned": days.of(outcome.changed_by),
    }


def _durations(
    counted: TrendsRow, days: Days, closed_on: date | None
) -> Iterator[tuple[Figure, date | None, date | None]]:
    """Each with the day from which it counts and the day on which it ended."""
    own, earliest = days.since([]), days.since(one.received for one in counted.absorbed)
    answer = counted.course.answers.first
    first = answer.act if answer else None
    arrived = [days.of(act) for act in (counted.steps.acknowledged, first) if act is not None]
    known = [on for on in arrived if on is not None]
    yield "days_to_acknowledge", own, min(known) if arrived and len(known) == len(arrived) else None
    yield "days_to_respond", earliest, days.of(first)
    yield "days_to_close", earliest, closed_on
    yield "days_to_forward", own, days.of(counted.steps.forwarded)
