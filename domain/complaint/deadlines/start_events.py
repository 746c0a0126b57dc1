"""From which facts something is due, and what it is about (6.2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from domain.complaint.events import (
    About,
    ActionCompleted,
    ActionPlanned,
    CommunicationImpossible,
    ComplaintAssessed,
    ComplaintReceived,
    ErasureRequested,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    InformationRequested,
    InternalReviewRequested,
    RecordRequested,
    RemedyFailed,
    ResponseSent,
    SurveyInvited,
)
from domain.complaint.linking.brought_matter import whose_are_open
from domain.complaint.transition import Transition
from domain.policy import Party, Start


@dataclass(frozen=True, slots=True)
class Subject:
    """What a due date is to be about. promised_on: the day that was named for it.

    party: whose it is, where the fact says so and not the rule.
    """

    about: About | None = None
    promised_on: date | None = None
    party: Party | None = None

    @property
    def is_person(self) -> bool:
        """Whether it is due to one person alone, to whom, or from whom, little is then due."""
        return self.about is not None and self.about.kind == "party"


ANEW: tuple[Start, ...] = ("review_requested", "taken_up_again")
"""By which another answer becomes due, to each whose points are open."""
WHOLE = (Subject(),)
"""The complaint as a whole."""
ASKED: dict[str, Party] = {
    "complainant": "complainant",
    "representative": "complainant",
    "third_party": "third_party",
    "external_body": "external_body",
}
"""Whose it is to answer a question; what staff and units are asked is the organisation's."""


def begun(transition: Transition) -> dict[Start, tuple[Subject, ...]]:
    """The starts that this fact is, each with what it is about."""
    found: dict[Start, tuple[Subject, ...]] = {
        start: WHOLE for start, is_so in _OF_WHOLE.items() if is_so(transition)
    }
    for kind, (start, subject) in _OF_PARTS.items():
        if isinstance(transition.event, kind) and (made := subject(transition.event)):
            found[start] = (made,)
    if alone := transition.acknowledged_alone:
        found["acknowledged"] = (*found.get("acknowledged", ()), *_each(alone))
    if alone := (*transition.answered_alone, *transition.answered_too):
        found["responded"] = (*found.get("responded", ()), *_each(alone))
    for start in ANEW:
        if start in found:
            found[start] = (*WHOLE, *_each(whose_are_open(transition.after)))
    if owed := transition.newly_owed:
        found["remedy_accepted"] = tuple(
            Subject(About(kind="remedy", id=one.remedy_id), one.due_on) for one in owed
        )
    return found


def _each(people: Iterable[UUID]) -> tuple[Subject, ...]:
    return tuple(Subject(About(kind="party", id=each)) for each in people)


def _is_receipt(transition: Transition) -> bool:
    """A complaint that was split off keeps the due dates that ran, and gets none of its own."""
    return isinstance(transition.event, ComplaintReceived) and transition.event.split_from is None


def _is_safety_found(transition: Transition) -> bool:
    was = transition.before is not None and transition.before.is_safety
    return (
        isinstance(transition.event, ComplaintAssessed) and transition.after.is_safety and not was
    )


def _is_told(transition: Transition) -> bool:
    """Who is known has the time to reply, also where nobody could tell them yet."""
    after = transition.after
    is_to_nobody = isinstance(transition.event, CommunicationImpossible) and not after.party_id
    return transition.is_answered and after.state == "RESPONDED" and not is_to_nobody


def _is_confirmed(transition: Transition) -> bool:
    """What was settled and closed before it was written down: the time outside begins with that."""
    event = transition.event
    is_written = isinstance(event, ResponseSent) and event.kind == "written_confirmation"
    return is_written and not transition.after.is_open


def _is_end(transition: Transition) -> bool:
    """An ending after which something may still come; what was merged goes on elsewhere."""
    return transition.has_ended and transition.after.state != "MERGED"


_OF_WHOLE: dict[Start, Callable[[Transition], bool]] = {
    "received": _is_receipt,
    "logged": _is_receipt,
    "acknowledged": lambda transition: transition.is_acknowledged,
    "contacted": lambda transition: transition.is_contacted,
    "safety_found": _is_safety_found,
    "responded": lambda transition: _is_told(transition) or _is_confirmed(transition),
    "review_requested": lambda transition: (
        isinstance(transition.event, InternalReviewRequested) and transition.moves(to="REVIEW")
    ),
    "taken_up_again": lambda transition: transition.is_taken_up_again,
    "ended": _is_end,
}


def _about(kind: Literal["remedy", "referral", "action", "request"], field: str) -> Any:
    def subject(event: Any) -> Subject:
        named: UUID = getattr(event, field)
        return Subject(About(kind=kind, id=named), getattr(event, "due_on", None))

    return subject


def _asked(event: InformationRequested) -> Subject:
    party = ASKED.get(event.from_kind, "organisation")
    return Subject(About(kind="request", id=event.request_id), party=party)


def _directed(event: ExternalDeterminationReceived) -> Subject | None:
    if not event.directions:
        return None
    return Subject(About(kind="referral", id=event.referral_id), event.comply_by_on)


def _invited(event: SurveyInvited) -> Subject:
    return Subject(promised_on=event.expires_on)


_OF_PARTS: dict[type, tuple[Start, Callable[[Any], Subject | None]]] = {
    InformationRequested: ("information_requested", _asked),
    ExternalReferralRegistered: ("referral_registered", _about("referral", "referral_id")),
    ExternalDeterminationReceived: ("determined", _directed),
    RemedyFailed: ("remedy_failed", _about("remedy", "remedy_id")),
    ActionPlanned: ("action_planned", _about("action", "action_id")),
    ActionCompleted: ("action_completed", _about("action", "action_id")),
    RecordRequested: ("record_requested", _about("request", "request_id")),
    ErasureRequested: ("erasure_requested", _about("request", "request_id")),
    SurveyInvited: ("survey_invited", _invited),
}
"""Facts about something smaller than the complaint."""
