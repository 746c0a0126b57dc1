"""Why a due date no longer applies after a fact (6.2)."""

from typing import Literal

from domain.consequences.meeting import remedy_is
from domain.consequences.turn import Turn
from domain.due_dates import is_late
from domain.events import (
    CommunicationImpossible,
    ComplaintAssessed,
    ComplaintForwarded,
    DeterminationAnswered,
    ExternalDeterminationReceived,
    ExternalReferralReturned,
    InternalReviewWithdrawn,
)
from domain.lateness import voids_miss
from domain.matter import awaits_word
from domain.policy.kinds import (
    ACTION_DUE,
    DETERMINATION_COMPLIANCE,
    EXTERNAL_INFORMATION,
    MAY_RUN_AFTER_ENDING,
    OF_AN_ATTEMPT,
    ONLY_AFTER_ENDING,
    REMEDY_DUE,
    REMEDY_WINDOW,
    TOP_MANAGEMENT_NOTICE,
)
from domain.state import DeadlineState, RemedyStatus

Ground = Literal[
    "withdrawn", "out_of_scope", "merged", "forwarded", "closed", "set_in_error", "superseded"
]
WITHOUT_PURPOSE: dict[str, frozenset[RemedyStatus]] = {
    REMEDY_DUE: frozenset({"declined", "revoked", "superseded"}),
    REMEDY_WINDOW: frozenset({"lapsed", "revoked", "superseded"}),
}
"""When a due date about a remedy has nothing left to wait for, missed or not."""
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


def ground_to_drop(turn: Turn, deadline: DeadlineState) -> Ground | None:
    """Why a due date no longer applies after this fact; None where it does."""
    kind = deadline.fact.kind
    if turn.drops_review and kind in OF_AN_ATTEMPT:
        return "withdrawn" if isinstance(turn.event, InternalReviewWithdrawn) else "superseded"
    if kind == TOP_MANAGEMENT_NOTICE and _is_no_safety_matter(turn):
        return "set_in_error"
    if _has_no_purpose(turn, deadline):
        return "superseded"
    if _is_owed_no_more(turn, deadline):
        return "withdrawn"
    is_missed = deadline.status == "missed" and not miss_voided(turn, deadline)
    return None if is_missed else _ground_of_time(turn, kind)


def miss_voided(turn: Turn, deadline: DeadlineState) -> Literal[True] | None:
    """Whether the fact, which met or ended the due date, came in time and is proved afterwards."""
    return voids_miss(
        was_missed=deadline.was_missed,
        is_late=is_late(turn.when, due_on=deadline.due_on, due_at=deadline.due_at),
        is_proved=turn.recorded.entered_from is not None,
    )


def _ground_of_time(turn: Turn, kind: str) -> Ground | None:
    """Why what has not come yet never will."""
    if turn.has_ended and kind not in MAY_RUN_AFTER_ENDING:
        return _ground_of_ending(turn)
    return "superseded" if _is_window_over(turn, kind) else None


def _has_no_purpose(turn: Turn, deadline: DeadlineState) -> bool:
    kind, event = deadline.fact.kind, turn.event
    if isinstance(event, CommunicationImpossible):
        return kind in IMPOSSIBLE.get(event.purpose_code, frozenset())
    if kind in (DETERMINATION_COMPLIANCE, EXTERNAL_INFORMATION):
        return _is_referral_done(turn, deadline)
    if kind == ACTION_DUE:
        return _is_void(turn, deadline)
    return remedy_is(turn, deadline, WITHOUT_PURPOSE.get(kind, frozenset()))


def _is_owed_no_more(turn: Turn, deadline: DeadlineState) -> bool:
    """Whether what is due to one person is about nothing, or they have no part any more."""
    about = deadline.fact.about
    if about is None or about.kind != "party":
        return False
    party = turn.after.parties.get(about.id)
    if party is not None and party.has_left:
        return party.left_by != "substituted"
    theirs = [one for one in turn.after.issues.values() if about.id in (one.told.party_ids or ())]
    return bool(theirs) and not any(map(awaits_word, theirs))


def _is_referral_done(turn: Turn, deadline: DeadlineState) -> bool:
    """Whether the body wants nothing more: it gave it back, decided, or its word is void."""
    about, event = deadline.fact.about, turn.event
    referral = turn.after.referrals.get(about.id) if about else None
    if referral is None or getattr(event, "referral_id", None) != referral.referral_id:
        return False
    if deadline.fact.kind == EXTERNAL_INFORMATION:
        return isinstance(event, ExternalReferralReturned | ExternalDeterminationReceived)
    if isinstance(event, ExternalDeterminationReceived):
        return not event.directions
    return isinstance(event, DeterminationAnswered) and referral.are_void


def _is_void(turn: Turn, deadline: DeadlineState) -> bool:
    """Whether the determination that directed the action no longer counts."""
    about = deadline.fact.about
    action = turn.after.actions.get(about.id) if about else None
    return action is not None and action.status == "void"


def _is_window_over(turn: Turn, kind: str) -> bool:
    if kind in ("reply_window", "reminder"):
        return turn.moves(out_of="RESPONDED")
    if kind == "internal_review_window":
        return turn.is_taken_up_again or turn.moves(to="ACCEPTED")
    if kind == "external_referral_window":
        return turn.is_taken_up_again
    return kind in ONLY_AFTER_ENDING and turn.is_open_again


def _is_no_safety_matter(turn: Turn) -> bool:
    return isinstance(turn.event, ComplaintAssessed) and not turn.after.is_safety


def _ground_of_ending(turn: Turn) -> Ground:
    if isinstance(turn.event, ComplaintForwarded):
        return "forwarded"
    return ENDINGS.get(turn.after.state, "closed")
