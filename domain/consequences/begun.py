"""From which facts something is due, and what it is about (6.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from domain.consequences.turn import Turn
from domain.events import (
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
    SurveyInvited,
)
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
        """Whether it is due to one person alone, to whom nothing but the answer is then due."""
        return self.about is not None and self.about.kind == "party"


WHOLE = (Subject(),)
"""The complaint as a whole."""
ASKED: dict[str, Party] = {
    "complainant": "complainant",
    "representative": "complainant",
    "third_party": "third_party",
    "external_body": "external_body",
}
"""Whose it is to answer a question; what staff and units are asked is the organisation's."""


def begun(turn: Turn) -> dict[Start, tuple[Subject, ...]]:
    """The starts that this fact is, each with what it is about."""
    found: dict[Start, tuple[Subject, ...]] = {
        start: WHOLE for start, is_so in _OF_WHOLE.items() if is_so(turn)
    }
    for kind, (start, subject) in _OF_PARTS.items():
        if isinstance(turn.event, kind) and (made := subject(turn.event)):
            found[start] = (made,)
    if alone := turn.acknowledged_alone:
        persons = tuple(Subject(About(kind="party", id=each)) for each in alone)
        found["acknowledged"] = (*found.get("acknowledged", ()), *persons)
    if owed := turn.newly_owed:
        found["remedy_accepted"] = tuple(
            Subject(About(kind="remedy", id=one.remedy_id), one.due_on) for one in owed
        )
    return found


def _is_receipt(turn: Turn) -> bool:
    """A complaint that was split off keeps the due dates that ran, and gets none of its own."""
    return isinstance(turn.event, ComplaintReceived) and turn.event.split_from is None


def _is_safety_found(turn: Turn) -> bool:
    was = turn.before is not None and turn.before.is_safety
    return isinstance(turn.event, ComplaintAssessed) and turn.after.is_safety and not was


def _is_told(turn: Turn) -> bool:
    is_impossible = isinstance(turn.event, CommunicationImpossible)
    return turn.is_answered and turn.after.state == "RESPONDED" and not is_impossible


def _is_end(turn: Turn) -> bool:
    """An ending after which something may still come; what was merged goes on elsewhere."""
    return turn.has_ended and turn.after.state != "MERGED"


_OF_WHOLE: dict[Start, Callable[[Turn], bool]] = {
    "received": _is_receipt,
    "logged": _is_receipt,
    "acknowledged": lambda turn: turn.is_acknowledged,
    "contacted": lambda turn: turn.is_contacted,
    "safety_found": _is_safety_found,
    "responded": _is_told,
    "review_requested": lambda turn: (
        isinstance(turn.event, InternalReviewRequested) and turn.moves(to="REVIEW")
    ),
    "taken_up_again": lambda turn: turn.is_taken_up_again,
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
