"""Why a due date no longer applies after a fact (6.2)."""

from typing import Literal

from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.met_by import remedy_is
from domain.complaint.deadlines.proofs import names_proof
from domain.complaint.events import (
    CommunicationImpossible,
    ComplaintAssessed,
    ComplaintForwarded,
    DecisionProposed,
    DeterminationAnswered,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    ExternalReferralReturned,
    InternalReviewWithdrawn,
)
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.linking.brought_matter import awaits_word, owed_alone, told_by, whose_window
from domain.complaint.linking.kept_informed import heard_with
from domain.complaint.state import DeadlineState, RemedyStatus
from domain.complaint.tracking.communications import untold_by
from domain.complaint.transition import Transition
from domain.policy.kinds import (
    ACTION_DUE,
    DETERMINATION_COMPLIANCE,
    EXTERNAL_INFORMATION,
    MAY_RUN_AFTER_ENDING,
    OF_AN_ATTEMPT,
    ONLY_AFTER_ENDING,
    PERIODIC_UPDATE,
    REMEDY_DUE,
    REMEDY_WINDOW,
    REPLY_WINDOW,
    TOP_MANAGEMENT_NOTICE,
)
from domain.values import When

Ground = Literal[
    "withdrawn", "out_of_scope", "merged", "forwarded", "closed", "set_in_error", "superseded"
]
WITHOUT_PURPOSE: dict[str, frozenset[RemedyStatus]] = {
    REMEDY_DUE: frozenset({"declined", "revoked", "superseded"}),
    REMEDY_WINDOW: frozenset({"lapsed", "revoked", "superseded"}),
}
"""When a due date about a remedy has nothing left to wait for, missed or not."""
BEGUN_BY_WORD = frozenset({REPLY_WINDOW, PERIODIC_UPDATE})
"""What begins only once somebody was told something."""
IMPOSSIBLE: dict[str, frozenset[str]] = {
    "acknowledgement": frozenset({"acknowledgement"}),
    "update": frozenset({"first_update", "periodic_update", "holding_response", "reminder"}),
}
"""What nobody can be told, and is not due then."""
ENDINGS: dict[str, Ground] = {
    "WITHDRAWN": "withdrawn",
    "OUT_OF_SCOPE": "out_of_scope",
    "MERGED": "merged",
}


def ground_to_drop(transition: Transition, deadline: DeadlineState) -> Ground | None:
    """Why a due date no longer applies after this fact; None where it does."""
    kind = deadline.fact.kind
    if transition.drops_review and kind in OF_AN_ATTEMPT:
        return (
            "withdrawn" if isinstance(transition.event, InternalReviewWithdrawn) else "superseded"
        )
    if kind == TOP_MANAGEMENT_NOTICE and _is_no_safety_matter(transition):
        return "set_in_error"
    if _has_no_purpose(transition, deadline):
        return "superseded"
    if _is_owed_no_more(transition, deadline):
        return "superseded" if _goes_on_elsewhere(transition, deadline) else "withdrawn"
    is_missed = deadline.status == "missed" and not miss_voided(transition, deadline)
    return None if is_missed else _ground_of_time(transition, deadline)


def miss_voided(
    transition: Transition, deadline: DeadlineState, when: When | None = None
) -> Literal[True] | None:
    """Whether the fact, which met or ended the due date, came in time and is proved afterwards.

    What was past already when it was written down takes no proof: the receipt was told as late.
    """
    return voids_miss(
        was_missed=deadline.was_missed,
        is_late=is_late(when or transition.when, due_on=deadline.due_on, due_at=deadline.due_at),
        is_proved=deadline.was_over_when_known()
        or names_proof(transition.recorded, transition.context, due_at=deadline.due_at),
    )


def _ground_of_time(transition: Transition, deadline: DeadlineState) -> Ground | None:
    """Why what has not come yet never will."""
    kind = deadline.fact.kind
    if transition.has_ended and kind not in MAY_RUN_AFTER_ENDING:
        return _ground_of_ending(transition)
    is_over = _is_reply_over(transition, deadline) or _is_window_over(transition, kind)
    return "superseded" if is_over else None


def _has_no_purpose(transition: Transition, deadline: DeadlineState) -> bool:
    kind, event = deadline.fact.kind, transition.event
    if isinstance(event, CommunicationImpossible):
        return kind in IMPOSSIBLE.get(event.purpose_code, frozenset())
    if untold := untold_by(event):
        began = deadline.fact.start_event_id
        last = heard_with(transition.before, "contact", untold) if transition.before else ()
        is_of_last = kind == PERIODIC_UPDATE and began in last
        return is_of_last or (kind in BEGUN_BY_WORD and began == untold)
    if kind in (DETERMINATION_COMPLIANCE, EXTERNAL_INFORMATION):
        return _is_referral_done(transition, deadline)
    if kind == ACTION_DUE:
        return _is_void(transition, deadline)
    return remedy_is(transition, deadline, WITHOUT_PURPOSE.get(kind, frozenset()))


def _is_owed_no_more(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether what is due to one person is about nothing, or they have no part any more."""
    party = owed_alone(transition.after, deadline)
    if party is None or party.has_left:
        return party is not None
    issues = transition.after.issues.values()
    theirs = [one for one in issues if party.party_id in (one.told.party_ids or ())]
    return bool(theirs) and not any(map(awaits_word, theirs))


def _goes_on_elsewhere(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether what is due to one person is due in the complaint that their points went to."""
    about = deadline.fact.about
    issues = transition.after.issues.values()
    theirs = [one for one in issues if about and about.id in (one.told.party_ids or ())]
    return any(one.status == "released" for one in theirs)


def _is_referral_done(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether the body wants nothing more: it gave it back, decided, or its word is void."""
    about, event = deadline.fact.about, transition.event
    referral = transition.after.referrals.get(about.id) if about else None
    if referral is None or getattr(event, "referral_id", None) != referral.referral_id:
        return False
    if deadline.fact.kind == EXTERNAL_INFORMATION:
        return isinstance(event, ExternalReferralReturned | ExternalDeterminationReceived)
    if isinstance(event, ExternalDeterminationReceived):
        return not event.directions
    return isinstance(event, DeterminationAnswered) and referral.are_void


def _is_void(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether the determination that directed the action no longer counts."""
    about = deadline.fact.about
    action = transition.after.actions.get(about.id) if about else None
    return action is not None and action.status == "void"


def _is_reply_over(transition: Transition, deadline: DeadlineState) -> bool:
    """Whether nothing is left to reply to; what one of several did leaves the others their time."""
    fact, event, after = deadline.fact, transition.event, transition.after
    if fact.kind != REPLY_WINDOW:
        return False
    is_without_answer = transition.moves() and after.state in BEFORE_DECISION | {"ACCEPTED"}
    if transition.is_taken_up_again or is_without_answer:
        return True
    if isinstance(event, DecisionProposed):
        was_told = transition.before and told_by(transition.before, fact.start_event_id)
        return bool(was_told) and not told_by(after, fact.start_event_id)
    whose = whose_window(after, fact)
    if isinstance(event, ExternalReferralRegistered) and whose:
        own = {key for key, each in after.parties.items() if each.from_id is None}
        return not whose.isdisjoint(own if event.party_id is None else {event.party_id})
    return not whose and after.state != "RESPONDED"


def _is_window_over(transition: Transition, kind: str) -> bool:
    if kind == "reminder":
        return transition.moves(out_of="RESPONDED") or transition.is_taken_up_again
    if kind == "internal_review_window":
        return transition.is_taken_up_again or transition.moves(to="ACCEPTED")
    if kind == "external_referral_window":
        return transition.is_taken_up_again
    return kind in ONLY_AFTER_ENDING and transition.is_open_again


def _is_no_safety_matter(transition: Transition) -> bool:
    return isinstance(transition.event, ComplaintAssessed) and not transition.after.is_safety


def _ground_of_ending(transition: Transition) -> Ground:
    if isinstance(transition.event, ComplaintForwarded):
        return "forwarded"
    return ENDINGS.get(transition.after.state, "closed")
