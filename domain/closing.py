"""7.9 Closing: only when the answer is accepted and carried out, or recourse is spent."""

from collections.abc import Callable
from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.acts import Act
from domain.authority import GroundMissing, check_is_approver
from domain.consequences.turn import REPLY_WINDOW
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ComplaintClosed
from domain.recourse import RecourseNotOffered
from domain.state import Complaint
from domain.values import Code

Basis = Literal[
    "accepted_and_carried_out",
    "accepted_with_tracked_commitments",
    "no_reply",
    "recourse_exhausted",
    "determination_implemented",
    "discontinued",
]
WhyDiscontinued = Literal[
    "no_authority", "no_successor", "no_cooperation", "complainant_unreachable", "no_address"
]


class NotAccepted(Refusal):
    """Closed as accepted, but nobody accepted."""

    clause = "7.9"
    rule = "the complainant has not accepted the answer"
    instead = "record the acceptance or the agreement first, or close on another basis"


class RemedyOutstanding(Refusal):
    """Something that was promised is not carried out."""

    clause = "7.9"
    rule = "an accepted remedy is not carried out"
    instead = "carry it out, or have it revoked"


class CommitmentsNotTracked(Refusal):
    """The policy keeps complaints open until everything is carried out."""

    clause = "7.9"
    rule = "the policy does not close complaints with commitments still to be kept"
    instead = "carry the remedies out, then close as accepted_and_carried_out"


class NotAwaitingReply(Refusal):
    """Closed for want of a reply, but no reply is awaited."""

    clause = "7.9"
    rule = "only a complaint that was answered and awaits a reply is closed without one"
    instead = "see its state, and close on the basis that fits"


class ReplyWindowStillRuns(Refusal):
    """The complainant still has time to reply."""

    clause = "7.9"
    rule = "the time to reply to the latest response has not lapsed"
    instead = "wait until it has, or record the reply"


class NotDisputed(Refusal):
    """Recourse is spent only where the answer is disputed."""

    clause = "7.9"
    rule = "the answer is not disputed"
    instead = "see its state, and close on the basis that fits"


class RecourseNotSpent(Refusal):
    """A way that was offered is still open to the complainant."""

    clause = "7.9"
    rule = "a disputed complaint stays open until recourse is declined or exhausted"
    instead = "record that it was declined or is exhausted, or wait"


class NotAtAnOutsideBody(Refusal):
    """No outside body determined anything."""

    clause = "7.9"
    rule = "the complaint is not at an outside body"
    instead = "see its state, and close on the basis that fits"


class NotToBeDiscontinued(Refusal):
    """An accepted complaint is carried out, one at an outside body is awaited."""

    clause = "7.9"
    rule = "what is accepted or at an outside body is not discontinued"
    instead = "carry the remedies out, or await the determination"


class Close(Act):
    """The complaint is closed, and on which basis."""

    basis_code: Basis
    ground_code: Annotated[
        Code | None, Field(description="Why; required where it is discontinued")
    ] = None


def _accepted(deed: Deed, complaint: Complaint) -> None:
    if complaint.state != "ACCEPTED":
        raise NotAccepted(complaint=complaint.reference, state=complaint.state)


def _tracked(deed: Deed, complaint: Complaint) -> None:
    _accepted(deed, complaint)
    if not deed.situation.policy.may_close_with_tracked_commitments:
        raise CommitmentsNotTracked(policy=deed.situation.policy_ref.id)


def _no_reply(deed: Deed, complaint: Complaint) -> None:
    if complaint.state != "RESPONDED" or complaint.answer is None:
        raise NotAwaitingReply(complaint=complaint.reference, state=complaint.state)
    response = complaint.answer.event_id
    windows = [each for each in complaint.deadlines.values() if each.fact.kind == REPLY_WINDOW]
    of_latest = [each for each in windows if each.fact.start_event_id == response]
    if not any(each.status == "lapsed" for each in of_latest):
        due = ", ".join(each.fact.due_on.isoformat() for each in of_latest) or "not set"
        raise ReplyWindowStillRuns(complaint=complaint.reference, until=due)


def _recourse_exhausted(deed: Deed, complaint: Complaint) -> None:
    if complaint.state != "DISPUTED":
        raise NotDisputed(complaint=complaint.reference, state=complaint.state)
    check_is_approver(deed)


def _determined(deed: Deed, complaint: Complaint) -> None:
    if complaint.state != "EXTERNAL":
        raise NotAtAnOutsideBody(complaint=complaint.reference, state=complaint.state)


def _discontinued(deed: Deed, complaint: Complaint) -> None:
    if complaint.state in ("ACCEPTED", "EXTERNAL"):
        raise NotToBeDiscontinued(complaint=complaint.reference, state=complaint.state)
    check_is_approver(deed)


_BASES: dict[Basis, Callable[[Deed, Complaint], None]] = {
    "accepted_and_carried_out": _accepted,
    "accepted_with_tracked_commitments": _tracked,
    "no_reply": _no_reply,
    "recourse_exhausted": _recourse_exhausted,
    "determination_implemented": _determined,
    "discontinued": _discontinued,
}
"""What each basis of closing asks for."""


def _close(deed: Deed, command: Close) -> None:
    complaint = deed.require_open()
    _BASES[command.basis_code](deed, complaint)
    _check_ground(command)
    if complaint.state == "DISPUTED":
        _check_recourse(complaint)
    owed = tuple(remedy.remedy_id for remedy in complaint.owed)
    if owed and command.basis_code != "accepted_with_tracked_commitments":
        raise RemedyOutstanding(remedy_ids=", ".join(map(str, owed)))
    closed = ComplaintClosed(
        basis_code=command.basis_code,
        ground_code=command.ground_code,
        outstanding_remedy_ids=owed,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(closed, of=command)


def _check_ground(command: Close) -> None:
    grounds = get_args(WhyDiscontinued)
    if command.basis_code == "discontinued" and command.ground_code not in grounds:
        raise GroundMissing(
            act="discontinuing", given=command.ground_code, instead=f"use {', '.join(grounds)}"
        )


def _check_recourse(complaint: Complaint) -> None:
    """A disputed complaint is not closed on any basis while a way is open (invariant 11)."""
    if not complaint.recourse.offered:
        raise RecourseNotOffered(complaint=complaint.reference)
    if not complaint.recourse.is_spent:
        still_open = ", ".join(sorted(complaint.recourse.still_open))
        raise RecourseNotSpent(complaint=complaint.reference, still_open=still_open)


close = Decision("close", Close, _close)
"""Close the complaint on one of six bases; offers that nobody took up lapse (7.9).

Raises HasEnded, NotAccepted, CommitmentsNotTracked, NotAwaitingReply, ReplyWindowStillRuns,
NotDisputed, NotAtAnOutsideBody, NotToBeDiscontinued, NotAnApprover, GroundMissing,
RecourseNotOffered, RecourseNotSpent, RemedyOutstanding.
"""
