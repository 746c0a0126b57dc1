"""When a complaint was open and how it ended, by the days of its events (7.9)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.events import ExternalReferralReturned
from domain.recorded import Recorded
from projections._kit.states import ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time of being open; is_over without until_on: it ended on a day that nobody knows.

    ended_because: the ground of the ending, else its basis.
    """

    from_on: date | None
    until_on: date | None = None
    is_over: bool = False
    ended_as: str | None = None
    ended_because: str | None = None


def spans_after(spans: tuple[Span, ...], recorded: Recorded) -> tuple[Span, ...]:
    """The times of being open after one more event; its state says whether it is open now."""
    is_open = recorded.state not in ENDED
    on = recorded.occurred.day
    if not spans:
        return (Span(from_on=on),)
    last = spans[-1]
    if last.is_over and is_open:
        return (*spans, Span(from_on=on))
    if not last.is_over and not is_open:
        over = replace(last, until_on=on, is_over=True, ended_as=recorded.state)
        return (*spans[:-1], replace(over, ended_because=_because(spans, recorded)))
    if not is_open and last.ended_as != recorded.state:
        return (*spans[:-1], replace(last, ended_as=recorded.state))
    return spans


def received_on(spans: tuple[Span, ...], on: date | None) -> tuple[Span, ...]:
    """The times of being open where the receipt was on another day than was first recorded."""
    return (replace(spans[0], from_on=on), *spans[1:])


def _because(spans: tuple[Span, ...], recorded: Recorded) -> str | None:
    """Back from an outside body, a complaint has ended for the reason it had ended before."""
    event: Any = recorded.event
    if isinstance(event, ExternalReferralReturned) and len(spans) > 1:
        return spans[-2].ended_because
    return getattr(event, "ground_code", None) or getattr(event, "basis_code", None)


def changes(spans: tuple[Span, ...]) -> list[tuple[date | None, int]]:
    """By how much the number of open complaints changes, and on which day.

    A time whose end nobody can date changes nothing: no day would be right.
    """
    found: list[tuple[date | None, int]] = []
    for span in spans:
        if not span.is_over:
            found.append((span.from_on, 1))
        elif span.until_on is not None:
            found += [(span.from_on, 1), (span.until_on, -1)]
    return found
