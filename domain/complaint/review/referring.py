"""7.9 Bodies outside: an ombudsman, regulator or court has the complaint, or gives it back."""

from collections.abc import Collection
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, BodyAct, OutsideAct
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ExternalReferralRegistered, ExternalReferralReturned
from domain.complaint.issues.selecting import disputed_issues
from domain.complaint.linking.brought_matter import awaits_word, points_of
from domain.complaint.parts import Ids
from domain.complaint.remedies.whose import is_for, person_meant
from domain.complaint.state import Complaint, Referral
from domain.errors import Refusal
from domain.values import Code, VisibleText


class NeverReferred(Refusal, code="NeverReferred"):
    """An outside body speaks on a complaint that none is known to have."""

    clause = "7.9"
    rule = "no outside body is recorded as having the complaint"
    instead = "register the referral first; it may have happened long ago"


class NoSuchReferral(Refusal, code="NoSuchReferral"):
    """A referral that the complaint does not have."""

    clause = "7.9"
    rule = "the complaint has no such referral"
    instead = "name one of its referrals, or register it"


class WhichReferral(Refusal, code="WhichReferral"):
    """Several referrals could be meant, and none was named."""

    clause = "7.9"
    rule = "several referrals could be meant"
    instead = "say which one is meant"


class RegisterReferral(OutsideAct):
    """An outside body has the complaint, or some issues of it, whoever brought it there."""

    body_code: Code
    referred_by: Literal["complainant", "organisation", "body", "third_party"] = "complainant"
    issue_ids: Annotated[
        Ids, Field(description="What is open, else what was answered, unless told")
    ] = ()
    is_premature: Annotated[
        bool | None, Field(description="Whether it came before our answer, as recorded unless told")
    ] = None
    body_reference: Annotated[VisibleText | None, Field(description="What the body calls it")] = (
        None
    )


class ReturnReferral(BodyAct):
    """The outside body gives the complaint back without deciding it."""

    ground_code: Literal["premature", "no_jurisdiction", "withdrawn", "no_answer_from_body"]


def _register_referral(draft: Draft, command: RegisterReferral) -> None:
    complaint, day = draft.complaint, draft.occurred.day
    is_theirs = command.referred_by == "complainant"
    whose = complaint.acts_for(command.party_id, day) if is_theirs else ()
    named = disputed_issues(complaint, command.issue_ids)
    if whose and not command.issue_ids:
        theirs = points_of(complaint, command.party_id, day)
        own = [each for each in theirs if awaits_word(each)]
        named = [each for each in named if each in theirs] or own or named
    is_premature = command.is_premature
    registered = ExternalReferralRegistered(
        referral_id=draft.new_id("referral"),
        body_code=command.body_code,
        referred_by=command.referred_by,
        issue_ids=tuple(issue.issue_id for issue in named),
        is_premature=not complaint.is_answered if is_premature is None else is_premature,
        party_id=person_meant(named, whose),
        body_reference=command.body_reference,
    )
    draft.add(registered, of=command if is_theirs else Act(entered_from=command.entered_from))


def may_be_referred(draft: Draft) -> None:
    """Refuse a body's word where no body is known to have had the complaint.

    Raises NeverReferred.
    """
    if not draft.complaint.referrals:
        raise NeverReferred(complaint=draft.complaint.reference)


def referral_meant(
    complaint: Complaint,
    referral_id: UUID | None,
    status: Literal["pending", "determined"],
    people: Collection[UUID] = (),
) -> Referral:
    """The named referral; else the only one of this status, or the only one at all.

    people: who speak, where that tells it; what is another's is not named to them.

    Raises NoSuchReferral, WhichReferral.
    """
    every = list(complaint.referrals.values())
    if referral_id is None:
        found = [each for each in every if each.status == status] or every
        found = [each for each in found if is_for(complaint, each.whose, people)] or found
    else:
        found = [each for each in every if each.referral_id == referral_id]
    if not found:
        raise NoSuchReferral(referral_id=referral_id, complaint=complaint.reference)
    if len(found) > 1:
        listed = ", ".join(f"{each.body_code} is {each.referral_id}" for each in found)
        raise WhichReferral(referrals=listed)
    return found[0]


def _return_referral(draft: Draft, command: ReturnReferral) -> None:
    referral = referral_meant(draft.complaint, command.referral_id, "pending")
    returned = ExternalReferralReturned(
        referral_id=referral.referral_id,
        body_code=referral.body_code,
        ground_code=command.ground_code,
    )
    draft.add(returned, of=command.proof)


register_referral = Decider(
    "register_referral",
    RegisterReferral,
    _register_referral,
    clause="7.9",
    summary="Record that an outside body has the complaint",
)
"""Record that an outside body has the complaint, in any state (7.9)."""

return_referral = Decider(
    "return_referral",
    ReturnReferral,
    _return_referral,
    clause="7.9",
    summary="Record that an outside body gave the complaint back",
    may=may_be_referred,
)
"""Record that an outside body gave the complaint back, in any state (7.9)."""
