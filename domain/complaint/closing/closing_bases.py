"""7.9 What each basis of closing asks for, whatever else the command says."""

from collections.abc import Callable
from typing import Literal

from domain.complaint.authority.separation import check_is_approver
from domain.complaint.closing.recourse import RecourseNotOffered
from domain.complaint.closing.time_to_reply import check_time_to_reply
from domain.complaint.draft import Draft
from domain.complaint.lifecycle import State
from domain.complaint.linking.brought_matter import joint_untold, listed, untold
from domain.complaint.linking.merged_history import still_owed
from domain.complaint.review.complying import NothingDetermined, undone
from domain.complaint.state import Complaint, PartyState, RemedyState
from domain.errors import Refusal

Basis = Literal[
    "accepted_and_carried_out",
    "accepted_with_tracked_commitments",
    "no_reply",
    "recourse_exhausted",
    "determination_implemented",
    "discontinued",
]


class NotAccepted(Refusal, code="NotAccepted"):
    """Closed as accepted, but nobody accepted."""

    clause = "7.9"
    rule = "the complainant has not accepted the answer"
    instead = "record the acceptance or the agreement first, or close on another basis"


class RemedyOutstanding(Refusal, code="RemedyOutstanding"):
    """Something that was promised is not carried out."""

    clause = "7.9"
    rule = "an accepted remedy is not carried out"
    instead = "carry it out, or have it revoked"


class CommitmentsNotTracked(Refusal, code="CommitmentsNotTracked"):
    """The policy keeps complaints open until everything is carried out."""

    clause = "7.9"
    rule = "the policy does not close complaints with commitments still to be kept"
    instead = "carry the remedies out, then close as accepted_and_carried_out"


class NotAllTold(Refusal, code="NotAllTold"):
    """Somebody who complains, also by what was merged into this one, was never told the answer."""

    clause = "7.8"
    rule = "everybody whose complaint it is, or goes on in it, is told the answer before it closes"
    instead = (
        "send each by their to_party_id the response, or the written confirmation of what was "
        "agreed; or unmerge their complaint, or record that they left"
    )


class NotAwaitingReply(Refusal, code="NotAwaitingReply"):
    """Closed for want of a reply, but no reply is awaited."""

    clause = "7.9"
    rule = "only a complaint that was answered and awaits a reply is closed without one"
    instead = "see its state, and close on the basis that fits"


class NotDisputed(Refusal, code="NotDisputed"):
    """Recourse is spent only where the answer is disputed."""

    clause = "7.9"
    rule = "the answer is not disputed"
    instead = "see its state, and close on the basis that fits"


class RecourseNotSpent(Refusal, code="RecourseNotSpent"):
    """A way that was offered is still open to the complainant."""

    clause = "7.9"
    rule = "a disputed complaint stays open until recourse is declined, exhausted or determined"
    instead = "record that it was declined or is exhausted, or wait"


class NotAtAnOutsideBody(Refusal, code="NotAtAnOutsideBody"):
    """No outside body determined anything."""

    clause = "7.9"
    rule = "the complaint is not at an outside body"
    instead = "see its state, and close on the basis that fits"


class StillRemitted(Refusal, code="StillRemitted"):
    """The outside body wants a new decision."""

    clause = "7.9"
    rule = "what an outside body remitted is decided anew"
    instead = "set the answer aside and decide again"


class DirectionsOutstanding(Refusal, code="DirectionsOutstanding"):
    """What the outside body directed is not carried out."""

    clause = "7.9"
    rule = "a determination is implemented only when every direction is carried out or void"
    instead = "carry out the actions and remedies, or record that the determination was refused"


class NotToBeDiscontinued(Refusal, code="NotToBeDiscontinued"):
    """An accepted complaint is carried out, one at an outside body is awaited."""

    clause = "7.9"
    rule = "what is accepted or at an outside body is not discontinued"
    instead = "carry the remedies out, or await the determination"


def _check_fulfilled(draft: Draft, *untold: RemedyState) -> None:
    """What was promised is carried out first (invariant 12). untold: offers they do not know of."""
    if owed := still_owed(draft, *untold):
        raise RemedyOutstanding(remedy_ids=", ".join(owed))


def _check_recourse(complaint: Complaint) -> None:
    """A disputed complaint is not closed on any basis while a way is open (invariant 11)."""
    if not complaint.recourse.offered:
        raise RecourseNotOffered(complaint=complaint.reference)
    if not complaint.recourse.is_spent:
        still_open = ", ".join(sorted(complaint.recourse.still_open))
        raise RecourseNotSpent(complaint=complaint.reference, still_open=still_open)


def check_all_told(complaint: Complaint, *others: PartyState) -> None:
    """An answer is owed to each whose complaint was merged into this one, and to others (7.8)."""
    if waiting := [*untold(complaint), *others]:
        ids = listed(complaint, [each.party_id for each in waiting])
        raise NotAllTold(complaint=complaint.reference, party_ids=ids)


def _accepted(draft: Draft, complaint: Complaint) -> None:
    if complaint.state != "ACCEPTED":
        raise NotAccepted(complaint=complaint.reference, state=complaint.state)
    check_all_told(complaint)
    _check_fulfilled(draft)


def _tracked(draft: Draft, complaint: Complaint) -> None:
    if complaint.state != "ACCEPTED":
        raise NotAccepted(complaint=complaint.reference, state=complaint.state)
    check_all_told(complaint)
    if not draft.context.policy.may_close_with_tracked_commitments:
        raise CommitmentsNotTracked(policy=draft.context.policy_ref.id)


def _no_reply(draft: Draft, complaint: Complaint) -> None:
    if complaint.state != "RESPONDED":
        raise NotAwaitingReply(complaint=complaint.reference, state=complaint.state)
    is_untold, is_known = "response" in complaint.impossible, complaint.party_id is not None
    if is_known or not is_untold:
        check_time_to_reply(draft)
    check_all_told(complaint, *_joint(complaint))
    offers = [each for each in complaint.remedies.values() if each.status == "offered"]
    _check_fulfilled(draft, *(offers if is_untold and is_known else ()))


def _joint(complaint: Complaint) -> list[PartyState]:
    """Those who complain together with somebody who knows the answer, and must agree to it."""
    return [one for one in joint_untold(complaint) if one.must_agree]


def _recourse_exhausted(draft: Draft, complaint: Complaint) -> None:
    if complaint.state != "DISPUTED":
        raise NotDisputed(complaint=complaint.reference, state=complaint.state)
    check_is_approver(draft)
    _check_recourse(complaint)
    check_all_told(complaint, *_joint(complaint))
    _check_fulfilled(draft)


def _determined(draft: Draft, complaint: Complaint) -> None:
    if complaint.state != "EXTERNAL":
        raise NotAtAnOutsideBody(complaint=complaint.reference, state=complaint.state)
    live = [each for each in complaint.referrals.values() if each.is_live]
    if not live:
        raise NothingDetermined(complaint=complaint.reference)
    if any(each.result_code == "remitted" and not each.are_void for each in live):
        raise StillRemitted(complaint=complaint.reference)
    if left := undone(complaint):
        ids = ", ".join(f"{each.kind_code} is {each.action_id}" for each in left)
        raise DirectionsOutstanding(action_ids=ids)
    check_is_approver(draft)
    # What a body said to one of several leaves the ways of the others open, whoever left since.
    if complaint.recourse.still_open or len(complaint.to_agree) > 1:
        _check_recourse(complaint)
    check_all_told(complaint)
    _check_fulfilled(draft)


def _discontinued(draft: Draft, complaint: Complaint) -> None:
    if complaint.state in ("ACCEPTED", "EXTERNAL"):
        raise NotToBeDiscontinued(complaint=complaint.reference, state=complaint.state)
    check_all_told(complaint)
    if complaint.state == "DISPUTED":
        _check_recourse(complaint)
    _check_fulfilled(draft)


BASES: dict[Basis, Callable[[Draft, Complaint], None]] = {
    "accepted_and_carried_out": _accepted,
    "accepted_with_tracked_commitments": _tracked,
    "no_reply": _no_reply,
    "recourse_exhausted": _recourse_exhausted,
    "determination_implemented": _determined,
    "discontinued": _discontinued,
}
"""What the state, the actor and the policy have to be for each basis."""

USUAL: dict[State, Basis] = {
    "RESPONDED": "no_reply",
    "DISPUTED": "recourse_exhausted",
    "ACCEPTED": "accepted_and_carried_out",
    "EXTERNAL": "determination_implemented",
}
"""On which basis a complaint is closed in each state; in all others it is discontinued."""
