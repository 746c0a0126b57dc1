"""7.8, 7.9 Until when the ways stand open that are named to a complainant, as the policy counts."""

from collections.abc import Iterable
from datetime import date

from domain.complaint.draft import Draft
from domain.complaint.events import Recourse, ResponseSent
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.policy.kinds import EXTERNAL_REFERRAL_WINDOW

WINDOWS = {"internal": "internal_review_window", "external": EXTERNAL_REFERRAL_WINDOW}
"""The time of the policy in which each way stands open."""


class RecourseTooShort(Refusal, code="RecourseTooShort"):
    """A way that would be over before the policy ends it, or before it is named."""

    clause = "7.8"
    rule = "a way stands open as long as the policy says, and not until a day that is over"
    instead = "leave until_on out, or name that day or a later one"


def ways_open(
    complaint: Complaint, recourse: Iterable[Recourse], on: date | None
) -> tuple[Recourse, ...]:
    """The ways as they are named on a day, each until the day on which its time is over.

    Raises RecourseTooShort.
    """
    return tuple(_until(each, _ends_on(complaint, each), on) for each in recourse)


def ways_answered(draft: Draft, response: ResponseSent) -> tuple[Recourse, ...]:
    """The ways as a response names them, whose time may begin by it. Raises RecourseTooShort."""
    kinds = {WINDOWS.get(each.kind) for each in response.recourse}
    after = draft.complaint
    if any(rule.kind in kinds for rule in draft.context.policy.deadlines):
        tried = Draft(draft.context, after, draft.occurred)
        tried.add(response)
        after = tried.complaint
    return ways_open(after, response.recourse, draft.occurred.day)


def _ends_on(complaint: Complaint, way: Recourse) -> date | None:
    kind = WINDOWS.get(way.kind)
    open_ones = (one for one in complaint.deadlines.values() if one.is_open)
    days = [one.due_on for one in open_ones if one.fact.kind == kind and one.fact.about is None]
    return max(days, default=None)


def _until(way: Recourse, ends_on: date | None, on: date | None) -> Recourse:
    least = max((each for each in (ends_on, on) if each), default=None)
    if way.until_on is None:
        return way.model_copy(update={"until_on": ends_on}) if ends_on and ends_on == least else way
    if least and way.until_on < least:
        raise RecourseTooShort(kind=way.kind, until_on=way.until_on, at_least=least)
    return way
