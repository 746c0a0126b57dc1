"""How complaints develop: received, open, closed, how long each step took, what came of it (8.2).

Each complaint is counted in one cell for each figure, with its attributes as the cell's columns,
so that any of them can be grouped by or chosen on reading. A duration is counted on the day on
which it ended; a step that nobody can date is in no cell, so it is not available rather than zero.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.corrected import corrected_code, corrected_when
from domain.events import ComplaintAssigned, ComplaintReceived, RecordCorrected
from domain.recorded import Recorded
from projections._kit import Index, Tallies
from projections._kit.cells import Attribute, Cell, Counted, Figure
from projections._kit.issues import issues_after, remaining
from projections._kit.openness import changes, received_on, spans_after
from projections._kit.outcomes import answers_after
from projections._kit.steps import Step, Steps, steps_after
from projections._kit.timeliness import is_in_time, targets_after
from projections._kit.trends_asked import counts, durations

__all__ = ["PROJECTION", "Attribute", "Cell", "Counted", "Figure", "counts", "durations"]

VERSION = 3


def fold(counted: Counted | None, recorded: Recorded) -> Counted:
    """The complaint as it is counted after one more event."""
    if counted is None:
        counted = _received(recorded)
    event = recorded.event
    given = event.unit if isinstance(event, ComplaintAssigned) else None
    counted = _corrected(counted, event) if isinstance(event, RecordCorrected) else counted
    return replace(
        counted,
        version=recorded.version,
        unit=given or counted.unit,
        steps=steps_after(counted.steps, event, recorded.occurred.day),
        state=recorded.state or counted.state,
        issues=issues_after(counted.issues, recorded, counted.state),
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
        received_event_id=recorded.event_id,
        received_on=recorded.occurred.day,
        legal_entity=event.legal_entity,
        contact_class=event.contact_class,
        channel_code=event.channel_code,
        unit=event.received_by_unit,
    )


def _corrected(counted: Counted, event: RecordCorrected) -> Counted:
    """What is computed with is the receipt as it is right; all else is told in the trail."""
    if event.target_event_id != counted.received_event_id:
        return counted
    receipt = corrected_when(event)
    on = receipt.day if receipt else counted.received_on
    return replace(
        counted,
        received_on=on,
        spans=received_on(counted.spans, on),
        channel_code=corrected_code(event, "channel_code") or counted.channel_code,
        contact_class=corrected_code(event, "contact_class") or counted.contact_class,
    )


def contributions(counted: Counted) -> Mapping[Cell, int]:
    """The cells in which this complaint is counted, and how often."""
    cells: Counter[Cell] = Counter()
    blank = _blank(counted)
    cells[replace(blank, figure="received", day=counted.received_on)] += 1
    for day, amount in changes(counted.spans):
        cells[replace(blank, figure="open", day=day)] += amount
    ending = _ending(counted)
    if ending is not None:
        cells[replace(blank, figure=ending[0], day=ending[1])] += 1
    for figure, step in _events(counted.steps).items():
        if step is not None:
            cells[replace(blank, figure=figure, day=step.on)] += 1
    for figure, on in _durations(counted, ending).items():
        if on is not None and counted.received_on is not None:
            cells[replace(blank, figure=figure, day=on, days=(on - counted.received_on).days)] += 1
    return cells


def _blank(counted: Counted) -> Cell:
    source = counted.steps.source
    first = remaining(counted.issues)[0]
    last = counted.spans[-1]
    return Cell(
        figure="",
        day=None,
        legal_entity=counted.legal_entity,
        contact_class=counted.contact_class,
        category_code=first.category_code,
        channel_code=counted.channel_code,
        product_code=first.product_code,
        unit=counted.unit,
        body_code=counted.steps.body_code,
        outcome=counted.answers.outcome,
        ended_as=last.ended_as if last.is_over else None,
        ended_because=last.ended_because if last.is_over else None,
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


def _events(steps: Steps) -> dict[str, Step | None]:
    return {"referred": steps.referred, "escalated": steps.escalated}


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
