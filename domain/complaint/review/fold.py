"""What reviews and outside bodies change (7.9, Annex G)."""

from dataclasses import replace

from domain.complaint.actions.state import ActionStatus
from domain.complaint.attempt import in_attempt
from domain.complaint.change import Changes
from domain.complaint.closing.state import RecourseKind
from domain.complaint.closing.ways_spent import with_spent
from domain.complaint.events import (
    DeterminationAnswered,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    ExternalReferralReturned,
    InternalReviewDeclined,
    InternalReviewRequested,
    InternalReviewWithdrawn,
)
from domain.complaint.lifecycle import GOES_ON, REVIEWABLE
from domain.complaint.parties.access import successor, whose_word
from domain.complaint.parties.fold import with_acceptance
from domain.complaint.receipt.fold import only_open, with_issues
from domain.complaint.state import Complaint, ContestedAttempt, RecourseState, Referral
from domain.recorded import Recorded

INTERNAL: frozenset[RecourseKind] = frozenset({"internal"})


def _review_requested(
    complaint: Complaint, event: InternalReviewRequested, recorded: Recorded
) -> Complaint:
    asking = complaint.acts_for(event.party_id, recorded.occurred.day)
    wanted_by = frozenset(asking or filter(None, (event.party_id,)))
    if complaint.state == "REVIEW" and complaint.contested and event.party_id:
        askers = complaint.contested.asked_by | wanted_by
        known = with_acceptance(complaint, *asking, is_given=False)
        return known.changed(contested=replace(complaint.contested, asked_by=askers))
    if complaint.state not in REVIEWABLE or event.is_beyond_stages:
        return complaint
    contested = ContestedAttempt(
        stage=complaint.stage,
        round=complaint.round,
        decision=complaint.decision,
        is_acknowledged=complaint.is_acknowledged,
        asked_by=wanted_by,
    )
    objected = with_acceptance(complaint, *asking, is_given=False)
    begun = in_attempt(only_open(objected, event.issue_ids), event.stage, event.round)
    return begun.changed(state="REVIEW", contested=contested, decision=None)


def _review_declined(
    complaint: Complaint, event: InternalReviewDeclined, _recorded: Recorded
) -> Complaint:
    kinds = frozenset(each.kind for each in event.recourse)
    used = _without_review(complaint.recourse)
    recourse = replace(used, offered=used.offered | kinds, declined=used.declined - kinds)
    return _fallen_back(complaint, recourse)


def _review_withdrawn(
    complaint: Complaint, event: InternalReviewWithdrawn, recorded: Recorded
) -> Complaint:
    if event.lacks_authority:
        return _still_wanted(complaint, recorded)
    return _fallen_back(complaint, _without_review(complaint.recourse))


def _still_wanted(complaint: Complaint, recorded: Recorded) -> Complaint:
    """By the others who asked for it."""
    if complaint.contested is None:
        return complaint
    askers = {successor(complaint, each) for each in complaint.contested.asked_by}
    left = frozenset(askers - set(whose_word(complaint, recorded)))
    return complaint.changed(contested=replace(complaint.contested, asked_by=left))


def _without_review(recourse: RecourseState) -> RecourseState:
    return replace(recourse, declined=recourse.declined | (INTERNAL & recourse.offered))


def _fallen_back(complaint: Complaint, recourse: RecourseState) -> Complaint:
    """Back in the contested attempt, whose findings and decision count again."""
    if complaint.state != "REVIEW":
        return complaint
    disputed = complaint.changed(state="DISPUTED", recourse=recourse)
    contested = complaint.contested
    if contested is None:
        return disputed
    return in_attempt(disputed, contested.stage, contested.round).changed(
        decision=contested.decision, is_acknowledged=contested.is_acknowledged
    )


def _registered(
    complaint: Complaint, event: ExternalReferralRegistered, _recorded: Recorded
) -> Complaint:
    referral = Referral(
        referral_id=event.referral_id,
        body_code=event.body_code,
        issue_ids=event.issue_ids,
        is_premature=event.is_premature,
        party_id=event.party_id,
    )
    if complaint.state in GOES_ON:
        return _with(complaint, referral)
    past = {
        each.referral_id: replace(each, is_past=each.status == "determined")
        for each in complaint.referrals.values()
    }
    outside = complaint.changed(state="EXTERNAL", before_external=complaint.state, referrals=past)
    return _with(outside, referral)


def _with(complaint: Complaint, referral: Referral) -> Complaint:
    return complaint.changed(referrals={**complaint.referrals, referral.referral_id: referral})


def _returned(
    complaint: Complaint, event: ExternalReferralReturned, _recorded: Recorded
) -> Complaint:
    referral = complaint.referrals.get(event.referral_id)
    if referral is None or referral.status == "determined":
        return complaint
    returned = _with(complaint, replace(referral, status="returned"))
    if returned.state != "EXTERNAL" or any(each.is_live for each in returned.referrals.values()):
        return returned
    if returned.before_external == "CLOSED" and event.ground_code == "premature":
        return _disputed(returned, referral)
    return returned.changed(state=returned.before_external or returned.state)


def _disputed(complaint: Complaint, referral: Referral) -> Complaint:
    """A closing that came too early for the body did not end it: the dispute goes on."""
    ending = complaint.ending
    state = ending.own_state if ending and not complaint.is_answered else "DISPUTED"
    settled = [each.issue_id for each in complaint.issues.values() if each.status == "settled"]
    anew = [issue_id for issue_id in referral.issue_ids if issue_id in settled]
    return with_issues(complaint, "open", *anew).changed(state=state, recourse=RecourseState())


def _determined(
    complaint: Complaint, event: ExternalDeterminationReceived, recorded: Recorded
) -> Complaint:
    referral = complaint.referrals.get(event.referral_id)
    if referral is None:
        return complaint
    determined = replace(
        referral,
        status="determined",
        result_code=event.result_code,
        is_binding=event.is_binding,
        directions=event.directions,
        comply_by_on=event.comply_by_on,
        refused_by=(),
        determined_by=recorded.actor.id,
        determined_at=recorded.recorded_at,
        is_confirmed=False,
        accepted_by=(),
    )
    # A later determination takes the place of an earlier one, with all that it directed.
    alone = _with_directions(complaint, referral, are_void=True)
    return _with_determined(_with(alone, determined), referral)


def _with_determined(complaint: Complaint, referral: Referral) -> Complaint:
    """The ways are spent of whoever went to the body; of others they stand open as before."""
    recourse, people = complaint.recourse, complaint.parties.values()
    is_of_all = referral.party_id is None and not any(one.from_id for one in people)
    if is_of_all or len(people) == 1:
        known = replace(recourse, is_determined=bool(recourse.offered))
        return complaint.changed(recourse=known)
    own = {one.party_id for one in people if one.from_id is None}
    whose = own if referral.party_id is None else {referral.party_id}
    return with_spent(complaint, whose, recourse.offered)


def _answered(complaint: Complaint, event: DeterminationAnswered, recorded: Recorded) -> Complaint:
    referral = complaint.referrals.get(event.referral_id)
    if referral is None:
        return complaint
    is_taken = event.answer_code == "accepted"
    # Who has no say in it takes nothing.
    if event.by == "complainant" and not (is_taken and event.lacks_authority):
        referral = _accepted(complaint, referral, recorded, is_taken=is_taken)
    if event.lacks_authority:
        return _with(complaint, referral)
    others = tuple(each for each in referral.refused_by if each != event.by)
    refused_by = (*others, event.by) if event.answer_code == "refused" else others
    is_confirmed = referral.is_confirmed or _confirms(event)
    answered = replace(referral, refused_by=refused_by, is_confirmed=is_confirmed)
    known = _confirmed(complaint, referral) if _confirms(event) else complaint
    return _with(_with_directions(known, answered, are_void=answered.are_void), answered)


def _accepted(
    complaint: Complaint, referral: Referral, recorded: Recorded, *, is_taken: bool
) -> Referral:
    """The referral with whoever spoke among the complainants who took it, or no more among them."""
    speaking = whose_word(complaint, recorded)
    others = tuple(each for each in referral.accepted_by if each not in speaking)
    return replace(referral, accepted_by=(*others, *speaking) if is_taken else others)


def _confirms(event: DeterminationAnswered) -> bool:
    return (event.by, event.answer_code) == ("organisation", "accepted")


def _confirmed(complaint: Complaint, referral: Referral) -> Complaint:
    """What the body directed is payable: the organisation takes it."""
    directed = {direction.action_id for direction in referral.directions}
    return complaint.changed(
        remedies={
            key: replace(each, is_unconfirmed=False) if key in directed else each
            for key, each in complaint.remedies.items()
        }
    )


def _with_directions(complaint: Complaint, referral: Referral, *, are_void: bool) -> Complaint:
    """The actions that the body directed, void with the determination or owed again."""
    directed = {direction.action_id for direction in referral.directions}
    status: ActionStatus = "void" if are_void else "planned"
    other: ActionStatus = "planned" if are_void else "void"
    actions = {
        each.action_id: replace(each, status=status)
        if each.action_id in directed and each.status == other
        else each
        for each in complaint.actions.values()
    }
    return complaint.changed(actions=actions)


CHANGES: Changes = {
    InternalReviewRequested: _review_requested,
    InternalReviewDeclined: _review_declined,
    InternalReviewWithdrawn: _review_withdrawn,
    ExternalReferralRegistered: _registered,
    ExternalReferralReturned: _returned,
    ExternalDeterminationReceived: _determined,
    DeterminationAnswered: _answered,
}
