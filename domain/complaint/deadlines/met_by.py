"""By which facts each kind of due date is met (6.2)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    ActionCompleted,
    ActionEffectVerified,
    ComplaintAcknowledged,
    ComplaintAssessed,
    DecisionAccepted,
    DecisionRejected,
    ExternalReferralRegistered,
    InformationReceived,
    InternalReviewRequested,
    PartyNotified,
    PersonalDataErased,
    RecordRefused,
    RecordSupplied,
    RemedyDeclined,
    RemedyFulfilled,
    ResolutionAgreed,
    ResponseSent,
    SurveyInvited,
    SurveySuppressed,
)
from domain.complaint.linking.brought_matter import whose_window
from domain.complaint.linking.kept_informed import Message
from domain.complaint.response.fold import tells_answer
from domain.complaint.state import Complaint, DeadlineState, RemedyStatus
from domain.complaint.transition import Transition
from domain.policy.kinds import REPLY_WINDOW

Judge = Callable[[Transition, DeadlineState], bool]

ANSWERS_OF_COMPLAINANT = (
    DecisionAccepted,
    DecisionRejected,
    ResolutionAgreed,
    InternalReviewRequested,
)
TAKEN_UP: frozenset[RemedyStatus] = frozenset({"accepted", "declined", "fulfilled"})
CARRIES_OUT = (ActionCompleted, RemedyFulfilled, RemedyDeclined)
TOP_MANAGEMENT = "top_management"


def meets(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether the turn's fact is what was due."""
    about = deadline.fact.about
    if about is not None and about.kind == "party" and deadline.fact.kind != REPLY_WINDOW:
        return _reaches(transition, deadline.fact.kind, about.id)
    judge = _MEETS.get(deadline.fact.kind)
    return judge is not None and judge(transition, deadline)


def has_its_fact(kind: str) -> bool:
    """Whether a kind of due date is met by facts of its own, so that nothing else can show it."""
    return kind not in _SHOWN_OTHERWISE


def remedy_is(
    transition: Transition, deadline: DeadlineState, statuses: frozenset[RemedyStatus]
) -> bool:
    """Whether the remedy that the due date is about stands so."""
    about = deadline.fact.about
    remedy = transition.after.remedies.get(about.id) if about else None
    return remedy is not None and remedy.status in statuses


def _by(*kinds: type) -> Judge:
    """Any fact of these types."""
    return lambda transition, _deadline: isinstance(transition.event, kinds)


def _by_its_own(field: str, *kinds: type) -> Judge:
    """A fact of these types that names, in this field, what the due date is about."""

    def judge(transition: Transition, deadline: DeadlineState) -> bool:
        event: Any = transition.event
        about = deadline.fact.about
        return isinstance(event, kinds) and about is not None and getattr(event, field) == about.id

    return judge


def _is_informed(transition: Transition, _deadline: DeadlineState) -> bool:
    return transition.is_contacted or transition.is_answered


def _is_acknowledged(transition: Transition, _deadline: DeadlineState) -> bool:
    return transition.is_acknowledged_to_all or transition.is_answered


def _reaches(transition: Transition, kind: str, person: UUID) -> bool:
    """Whether one person, or who acts for them, was told what is due to them alone."""
    event = transition.event
    if isinstance(event, ResolutionAgreed):
        return _agrees(transition, event, person)
    if not isinstance(event, ComplaintAcknowledged | ResponseSent):
        return False
    is_answer = isinstance(event, ResponseSent) and tells_answer(event, transition.after)
    return (kind == "acknowledgement" or is_answer) and person in transition.after.acts_for(
        event.to_party_id, transition.when.day
    )


def _agrees(transition: Transition, event: ResolutionAgreed, person: UUID) -> bool:
    """Whether one person agreed on all their points; who did is told only of several."""
    if event.party_ids is None:
        return transition.is_answered
    still_open = (
        one for one in transition.after.open_issues if person in (one.told.party_ids or ())
    )
    return person in event.party_ids and not any(still_open)


def _is_update(kind: Message) -> Judge:
    return lambda transition, _deadline: transition.informs_all(kind)


def _is_held_or_answered(transition: Transition, deadline: DeadlineState) -> bool:
    return _is_update("holding")(transition, deadline) or transition.is_answered


def _has_replied(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether whoever has this time to reply did; anybody, where nobody knows whose it is."""
    event, about = transition.event, deadline.fact.about
    whose = whose_window(transition.after, deadline.fact)
    if isinstance(event, ResolutionAgreed) and about is not None:
        return all(_agrees(transition, event, each) for each in whose)
    if isinstance(event, ResolutionAgreed) or not whose:
        left = transition.moves(out_of="RESPONDED")
        return left and isinstance(event, ANSWERS_OF_COMPLAINANT)
    people = [transition.after.parties[each] for each in whose]
    return isinstance(event, ANSWERS_OF_COMPLAINANT) and all(one.has_replied for one in people)


def _is_top_management_told(transition: Transition, _deadline: DeadlineState) -> bool:
    event = transition.event
    return isinstance(event, PartyNotified) and event.audience_code == TOP_MANAGEMENT


def _is_directed_done(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether the last direction of the determination is carried out, or no longer wanted."""
    about = deadline.fact.about
    referral = transition.after.referrals.get(about.id) if about else None
    if referral is None or not isinstance(transition.event, CARRIES_OUT):
        return False
    return all(is_carried_out(transition.after, each.action_id) for each in referral.directions)


def is_carried_out(complaint: Complaint, action_id: UUID) -> bool:
    """Whether what an outside body directed is done, or the complainant does not want it."""
    action, remedy = complaint.actions.get(action_id), complaint.remedies.get(action_id)
    is_settled = remedy is not None and remedy.status in ("fulfilled", "declined")
    return is_settled or (action is not None and action.is_done)


_MEETS: dict[str, Judge] = {
    "acknowledgement": _is_acknowledged,
    "assessment": _by(ComplaintAssessed),
    "first_update": _is_informed,
    "periodic_update": _is_informed,
    "fast_resolution_window": lambda transition, _deadline: transition.moves(to="ACCEPTED"),
    "response": lambda transition, _deadline: transition.is_answered_to_all,
    "holding_response": _is_held_or_answered,
    "reply_window": _has_replied,
    "reminder": _is_update("reminder"),
    "internal_review_window": _by(InternalReviewRequested),
    "external_referral_window": _by(ExternalReferralRegistered),
    "information": _by_its_own("request_id", InformationReceived),
    "determination_compliance": _is_directed_done,
    "remedy_due": lambda transition, one: remedy_is(transition, one, frozenset({"fulfilled"})),
    "remedy_window": lambda transition, one: remedy_is(transition, one, TAKEN_UP),
    "action_due": _by_its_own("action_id", ActionCompleted),
    "effectiveness_check": _by_its_own("action_id", ActionEffectVerified),
    "top_management_notice": _is_top_management_told,
    "record_request": _by_its_own("request_id", RecordSupplied, RecordRefused),
    "erasure": _by_its_own("request_id", PersonalDataErased),
    "survey_invitation": _by(SurveyInvited, SurveySuppressed),
}
_SHOWN_OTHERWISE = frozenset({"top_management_notice", "external_information"})
"""What may be done in ways that are no fact of their own: a contact or a note shows it."""
