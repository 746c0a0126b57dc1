"""7.9 Determinations: who takes them or does not, and whether the directions are carried out."""

from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, check_time_of_act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import ApprovesOwnAct, approval_of, approved_alone
from domain.complaint.authority.remedy_limits import COSTLESS, Wanted, authority_for, costs_of
from domain.complaint.authority.separation import check_alone, check_is_approver
from domain.complaint.deadlines.met_by import is_carried_out
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DeterminationAnswered,
    Direction,
    RemedyAccepted,
    RemedyDeclined,
    RemedyRevoked,
)
from domain.complaint.linking.replied_elsewhere import (
    Reply,
    counted_where_it_is,
    possible_where_it_is,
)
from domain.complaint.parties.access import party_meant
from domain.complaint.remedies.fulfilling import NotConfirmed
from domain.complaint.remedies.of_several import as_one_says
from domain.complaint.remedies.remedy_rules import speaks_for
from domain.complaint.remedies.whose import is_anothers, said_for
from domain.complaint.review.referring import referral_meant
from domain.complaint.state import Complaint, Referral, RemedyState
from domain.errors import Refusal
from domain.roles import PARTY, STAFF

Answered = RemedyAccepted | RemedyDeclined | RemedyRevoked


class NothingDetermined(Refusal, code="NothingDetermined"):
    """Something rests on a determination that is not recorded."""

    clause = "7.9"
    rule = "no outside body has determined this"
    instead = "record the determination first"


class AnswerDetermination(Reply):
    """The complainant or the organisation takes the determination, or does not."""

    referral_id: Annotated[
        UUID | None, Field(description="The only determined one, unless told")
    ] = None
    answered_by: Literal["complainant", "organisation"] = "complainant"
    answer_code: Literal["accepted", "refused"]


def undone(complaint: Complaint) -> tuple[Direction, ...]:
    """The directions of outside bodies that are neither carried out nor void."""
    return tuple(
        direction
        for referral in complaint.referrals.values()
        if not referral.are_void
        for direction in referral.directions
        if not is_carried_out(complaint, direction.action_id)
    )


def _may_answer(draft: Draft) -> None:
    complaint = draft.complaint
    if not any(each.status == "determined" for each in complaint.referrals.values()):
        raise NothingDetermined(complaint=complaint.reference)


def _meant(complaint: Complaint, command: AnswerDetermination) -> list[Referral]:
    """Those of which a complainant could mean that they take it or do not."""
    every = complaint.referrals.values() if command.answered_by == "complainant" else ()
    determined = [each for each in every if each.status == "determined"]
    return [each for each in determined if command.referral_id in (None, each.referral_id)]


def _answer_determination(draft: Draft, command: AnswerDetermination) -> None:
    complaint = draft.complaint
    is_ours = command.answered_by == "organisation"
    people = () if is_ours else complaint.acts_for(command.party_id, draft.occurred.day)
    referral = referral_meant(complaint, command.referral_id, "determined", people)
    if referral.status != "determined":
        raise NothingDetermined(referral_id=referral.referral_id, body_code=referral.body_code)
    if is_ours:
        check_is_approver(draft)
        draft.is_of_staff = True
        check_time_of_act(complaint, occurred=draft.occurred, now=draft.context.now)
        if command.answer_code == "accepted":
            _check_may_confirm(draft, referral)
    else:
        command = said_for(draft, command, referral.party_id)
    of = Act(entered_from=command.entered_from) if is_ours else command
    is_anothers = _is_anothers(draft, command, referral)
    remedies = list(_remedies(draft, command, referral))
    cause = len(draft.facts)
    for_approval = ActForApproval(act=command, ground_code=command.answer_code)
    answered = DeterminationAnswered(
        referral_id=referral.referral_id,
        by=command.answered_by,
        answer_code=command.answer_code,
        lacks_authority=is_anothers or None,
        **approval_of(
            draft,
            for_approval,
            is_needed=not is_anothers and _takes_back(draft, command, referral),
        ),
    )
    draft.add(answered, of=of)
    for event in remedies:
        draft.add(event, of=of, caused_by=cause)


def _is_anothers(draft: Draft, command: AnswerDetermination, referral: Referral) -> bool:
    """Whether it is not theirs to answer, or they refuse what another took."""
    if command.answered_by != "complainant":
        return False
    party_id = party_meant(draft.complaint, draft.actor, command.party_id)
    day = draft.occurred.day
    if is_anothers(draft.complaint, referral.whose, party_id, day):
        return True
    if command.answer_code != "refused":
        return False
    return party_id is not None and not speaks_for(
        draft.complaint, party_id, referral.accepted_by, day
    )


def _takes_back(draft: Draft, command: AnswerDetermination, referral: Referral) -> bool:
    """Whether what is owed by it is taken back: by the organisation, or as staff say, by them."""
    complaint = draft.complaint
    ids = [each.action_id for each in referral.directions]
    left = [each for each in ids if not is_carried_out(complaint, each)]
    if command.answer_code == "accepted" or referral.are_void or not left:
        return False
    owed = [each for each in complaint.owed if each.remedy_id in left]
    if command.answered_by == "organisation":
        is_taken = referral.is_confirmed or not all(each.is_unconfirmed for each in owed)
        return is_taken and not referral.is_binding
    return draft.actor.kind == "staff" and (bool(owed) or referral.is_binding)


def _check_may_confirm(draft: Draft, referral: Referral) -> None:
    """Refuse to confirm what one recorded oneself, or would grant beyond one's authority.

    What binds is owed whoever grants it; that it was determined takes a second person. Raises
    ApprovesOwnAct, TooSoonAlone, BeyondAuthority.
    """
    remedies = draft.complaint.remedies
    directed = [remedies.get(each.action_id) for each in referral.directions]
    waiting = [each for each in directed if each and each.is_unconfirmed]
    actions = [] if referral.is_confirmed else _costly_actions(draft.complaint, referral)
    if not waiting and not actions:
        return
    if draft.actor.id == referral.determined_by and referral.determined_at:
        duty = draft.context.policy.separation.approve
        check_alone(draft, duty, referral.determined_at, ApprovesOwnAct)
    if not referral.is_binding:
        granted = [Wanted(each.kind_code, costs_of(each)) for each in waiting]
        granted += [Wanted(each.kind_code, tuple(filter(None, [each.money]))) for each in actions]
        authority_for(draft, granted, instead_of=[each.remedy_id for each in waiting])


def _costly_actions(complaint: Complaint, referral: Referral) -> list[Direction]:
    """What the body directed that is an action, and may cost something."""
    return [
        each
        for each in referral.directions
        if each.action_id in complaint.actions and (each.money or each.kind_code not in COSTLESS)
    ]


def check_confirmed(draft: Draft, action_id: UUID) -> None:
    """Refuse a directed action that may cost something until an approver took the determination.

    Raises NotConfirmed.
    """
    for referral in draft.complaint.referrals.values():
        for each in _costly_actions(draft.complaint, referral):
            if each.action_id != action_id or referral.is_confirmed:
                continue
            if not approved_alone(draft, Act):
                raise NotConfirmed(action_id=action_id, kind_code=each.kind_code)


def _remedies(draft: Draft, command: AnswerDetermination, referral: Referral) -> Iterator[Answered]:
    """What becomes of the remedies that the body directed."""
    is_ours = command.answered_by == "organisation"
    party_id = None if is_ours else party_meant(draft.complaint, draft.actor, command.party_id)
    for direction in referral.directions:
        remedy = draft.complaint.remedies.get(direction.action_id)
        kind = _kind(command, referral, remedy) if remedy else None
        if not remedy or not kind:
            continue
        answer = kind(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code, party_id=party_id)
        if not isinstance(answer, RemedyRevoked):
            day = draft.occurred.day
            answer = as_one_says(draft.complaint, remedy, answer, day, is_lacking=False)
        yield answer


def _kind(
    command: AnswerDetermination, referral: Referral, remedy: RemedyState
) -> type[Answered] | None:
    is_ours = command.answered_by == "organisation"
    if command.answer_code == "accepted":
        is_open = remedy.status in ("offered", "declined", "lapsed")
        return RemedyAccepted if is_open and not is_ours else None
    if remedy.status not in ("offered", "accepted"):
        return None
    if is_ours:
        return None if referral.is_binding else RemedyRevoked
    return RemedyDeclined


answer_determination = Decider(
    "answer_determination",
    AnswerDetermination,
    counted_where_it_is(_answer_determination, _meant),
    clause="7.9",
    summary="Record who takes the determination of an outside body",
    roles=STAFF | PARTY,
    may=possible_where_it_is(_may_answer),
)
"""Record who takes the determination, in any state; refused, its directions may be void (7.9).

With an approval, where what is owed by it is taken back: what the organisation took, or what staff
say that the complainant gives up. Raises NothingDetermined, NoSuchReferral, WhichReferral; for the
organisation NotAnApprover, those of an act of staff, and ApprovesOwnAct, TooSoonAlone,
BeyondAuthority where it confirms money.
"""
