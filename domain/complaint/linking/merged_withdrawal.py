"""7.9 What a withdrawal means where complaints are merged: each complainant ends only their own."""

from collections.abc import Callable
from uuid import UUID

from domain.complaint.acts import OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantLeft,
    ComplaintUnmerged,
    ComplaintWithdrawn,
    IssueWithdrawn,
)
from domain.complaint.linking.brought_matter import awaits_word
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.linking.releasing import go_on_alone
from domain.complaint.linking.told_of_people import tell_where_merged
from domain.complaint.parties.state import own_people
from domain.complaint.state import Absorbed, Complaint, IssueState, PartyState

GROUND = "target_withdrawn"
"""Why the complaints of other parties go on by themselves."""

Read = Callable[[UUID], Complaint]


def add_withdrawal(draft: Draft, withdrawn: ComplaintWithdrawn, *, of: OutsideAct) -> None:
    """Add a withdrawal with what follows from it where complaints are merged (invariant 15).

    First the complaints of other parties in it go on by themselves; and what is withdrawn but
    merged is withdrawn where its issues are now. Who came with a merged complaint leaves with their
    points, wherever they say so; and so do all of the complaint's own people where others have the
    answer in it. One without authority, or for some of its own people only, ends nothing.
    """
    if leaving := _leaving_alone(draft, withdrawn):
        _withdraw_people(draft, leaving, withdrawn, of)
        return
    takes_effect = not (withdrawn.others_remain or withdrawn.lacks_authority)
    if takes_effect and draft.complaint.is_open:
        _release_from(draft, draft.complaint, withdrawn, of)
    cause = len(draft.facts)
    draft.add(withdrawn, of=of)
    if takes_effect and draft.complaint.state == "MERGED":
        _withdraw_where_merged(draft, withdrawn, of, cause)


def _leaving_alone(draft: Draft, withdrawn: ComplaintWithdrawn) -> list[PartyState]:
    """Those for whom it is withdrawn, where they, or all who stay, came with a merged complaint."""
    complaint = draft.complaint
    if withdrawn.party_id is None or not withdrawn.others_remain or not complaint.is_open:
        return []
    whose = complaint.acts_for(withdrawn.party_id, draft.occurred.day)
    parties = [complaint.parties[each] for each in whose]
    is_of_guests = all(each.from_id for each in parties)
    return parties if is_of_guests or {*own_people(complaint.parties)} <= {*whose} else []


def _withdraw_people(
    draft: Draft, people: list[PartyState], withdrawn: ComplaintWithdrawn, of: OutsideAct
) -> None:
    """They leave with the points that are theirs alone; the withdrawal awaits nothing then."""
    holder, cause = draft.complaint, len(draft.facts)
    leaving = {each.party_id for each in people}
    staying = {each.party_id for each in holder.parties.values() if not each.has_left} - leaving
    own = own_people(holder.parties)
    gone = [each for each in holder.open_issues if staying.isdisjoint(each.told.party_ids or own)]
    if gone and len(gone) == len(holder.open_issues):
        draft.add(withdrawn.model_copy(update={"others_remain": None}), of=of)
    else:
        draft.add(withdrawn, of=of)
        for issue in gone:
            _withdraw_issue(draft, holder, issue, withdrawn, of, cause)
        for party_id in leaving:
            _let_go(draft, holder, party_id, of, cause, settles=(draft.context.event_id(cause),))
    for absorbed in holder.absorbed_now:
        those = {each.party_id for each in people if each.from_id == absorbed.from_id}
        if those and not any(holder.parties[each].from_id == absorbed.from_id for each in staying):
            _withdraw_in_source(draft, absorbed.from_id, withdrawn, of, cause)
        else:
            for party_id in those:
                left = ComplainantLeft(party_id=party_id, ground_code="left")
                tell_where_merged(draft, left, cause)


def _withdraw_in_source(
    draft: Draft, source_id: UUID, withdrawn: ComplaintWithdrawn, of: OutsideAct, cause: int
) -> None:
    """The complaint that they came with is withdrawn too, where it was nobody else's."""
    source = draft.other(source_id)
    if source.state == "MERGED" and not source.absorbed_now:
        own = _elsewhere(withdrawn, source).model_copy(update={"others_remain": None})
        draft.add(own, of=of, to=source_id, caused_by=cause)


def _withdraw_issue(
    draft: Draft,
    holder: Complaint,
    issue: IssueState,
    withdrawn: ComplaintWithdrawn,
    of: OutsideAct,
    cause: int,
) -> None:
    event = IssueWithdrawn(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        means_code=withdrawn.means_code,
        ground_code=withdrawn.ground_code,
    )
    draft.add(event, of=of, to=holder.complaint_id, caused_by=cause)


def _let_go(
    draft: Draft,
    holder: Complaint,
    party_id: UUID,
    of: OutsideAct,
    cause: int,
    settles: tuple[UUID, ...] | None = None,
) -> None:
    left = ComplainantLeft(party_id=party_id, ground_code="left", settles_event_ids=settles)
    draft.add(left, of=of, to=holder.complaint_id, caused_by=cause)


def _release_from(
    draft: Draft, target: Complaint, withdrawn: ComplaintWithdrawn, of: OutsideAct
) -> None:
    for absorbed in target.absorbed_now:
        if not _of_others(target, absorbed, draft.other):
            continue
        source = absorbed.from_id
        unmerged = ComplaintUnmerged(from_id=target.complaint_id, ground_code=GROUND)
        cause = len(draft.facts)
        go_on_alone(draft, unmerged, absorbed, of=of, target=draft.other(target.complaint_id))
        if absorbed.ground_code == "same_complainant":
            _release_from(draft, draft.other(source), withdrawn, of)
            elsewhere = _elsewhere(withdrawn, draft.other(source))
            draft.add(elsewhere, of=of, to=source, caused_by=cause)


def _withdraw_where_merged(
    draft: Draft, withdrawn: ComplaintWithdrawn, of: OutsideAct, cause: int
) -> None:
    """Withdraw the issues of a merged complaint where they are now; all else goes on there."""
    holder = draft.complaint
    own = set(holder.issues) - _issues_of_others(holder, draft.other)
    while holder.state == "MERGED" and holder.merged_into is not None:
        there = draft.other(holder.merged_into)
        holder, own = there, moved_here(there, holder, own)
    gone = [issue for issue in holder.open_issues if issue.issue_id in own]
    if not holder.is_open or not gone:
        return
    if len(gone) == len(holder.open_issues):
        elsewhere = _elsewhere(withdrawn, holder)
        draft.add(elsewhere, of=of, to=holder.complaint_id, caused_by=cause)
        return
    for issue in gone:
        _withdraw_issue(draft, holder, issue, withdrawn, of, cause)
    for party in _without_a_point(draft.other(holder.complaint_id)):
        _let_go(draft, holder, party.party_id, of, cause)


def _without_a_point(complaint: Complaint) -> list[PartyState]:
    """Those who came with a merged complaint of which nothing is left to answer."""
    left = [each for each in complaint.issues.values() if awaits_word(each)]
    staying = {party_id for each in left for party_id in each.told.party_ids or ()}
    came = [each for each in complaint.parties.values() if each.from_id and not each.has_left]
    own = [each for each in complaint.parties.values() if not each.from_id and not each.has_left]
    return [each for each in came if each.party_id not in staying] if own else []


def _of_others(holder: Complaint, absorbed: Absorbed, read: Read) -> set[UUID]:
    """The issues of other parties among those absorbed at once, by their ids in the holder."""
    if absorbed.ground_code == "represented_group":
        return set(absorbed.issue_ids)
    source = read(absorbed.from_id)
    return moved_here(holder, source, _issues_of_others(source, read))


def _issues_of_others(complaint: Complaint, read: Read) -> set[UUID]:
    found = (_of_others(complaint, each, read) for each in complaint.absorbed_now)
    return {issue for each in found for issue in each}


def is_continued(complaint: Complaint) -> bool:
    """Whether anything on record goes on without the complainant (invariant 13)."""
    return bool(complaint.links) or any(
        action.status != "void" for action in complaint.actions.values()
    )


def _elsewhere(withdrawn: ComplaintWithdrawn, there: Complaint) -> ComplaintWithdrawn:
    """The same in another complaint, whose parties, actions and facts are its own."""
    goes_on = withdrawn.is_continued_internally and is_continued(there)
    own = {"party_id": None, "settles_event_ids": None, "is_continued_internally": goes_on}
    return withdrawn.model_copy(update=own)
