"""7.9 What a withdrawal means where complaints are merged: each complainant ends only their own."""

from collections.abc import Callable, Mapping
from uuid import UUID

from domain.acts import OutsideAct
from domain.deed import Deed
from domain.events import (
    ComplainantLeft,
    ComplaintUnmerged,
    ComplaintWithdrawn,
    IssueWithdrawn,
)
from domain.moved_issues import moved_here
from domain.releasing import acknowledge_as_there, release
from domain.state import Absorbed, Complaint, PartyState

GROUND = "target_withdrawn"
"""Why the complaints of other parties go on by themselves."""

Read = Callable[[UUID], Complaint]


def concerned_by_withdrawal(
    complaint: Complaint | None, known: Mapping[UUID, Complaint]
) -> set[UUID]:
    """The complaints that a withdrawal of this one may touch, as far as those known tell it."""
    found: set[UUID] = set()
    ahead = [complaint] if complaint else []
    while ahead:
        each = ahead.pop()
        named = {absorbed.from_id for absorbed in each.absorbed_now}
        named |= {each.merged_into} if each.merged_into else set()
        ahead += [known[other] for other in named - found if other in known]
        found |= named
    return found


def add_withdrawal(deed: Deed, withdrawn: ComplaintWithdrawn, *, of: OutsideAct) -> None:
    """Add a withdrawal with what follows from it where complaints are merged (invariant 15).

    First the complaints of other parties in it go on by themselves; and what is withdrawn but
    merged is withdrawn where its issues are now. One without authority, or for some complainants
    only, ends nothing.
    """
    takes_effect = not (withdrawn.others_remain or withdrawn.lacks_authority)
    if takes_effect and deed.complaint.is_open:
        _release_from(deed, deed.complaint, withdrawn, of)
    cause = len(deed.facts)
    deed.add(withdrawn, of=of)
    if takes_effect and deed.complaint.state == "MERGED":
        _withdraw_where_merged(deed, withdrawn, of, cause)


def _release_from(
    deed: Deed, target: Complaint, withdrawn: ComplaintWithdrawn, of: OutsideAct
) -> None:
    for absorbed in target.absorbed_now:
        if not _of_others(target, absorbed, deed.other):
            continue
        source = absorbed.from_id
        unmerged = ComplaintUnmerged(from_id=target.complaint_id, ground_code=GROUND)
        cause = len(deed.facts)
        release(deed, target.complaint_id, absorbed, of=of, ground_code=GROUND, cause=None)
        deed.add(unmerged, of=of, to=source, caused_by=cause)
        acknowledge_as_there(deed, source, target, of=of, cause=cause)
        if absorbed.ground_code == "same_complainant":
            _release_from(deed, deed.other(source), withdrawn, of)
            elsewhere = _elsewhere(withdrawn, deed.other(source))
            deed.add(elsewhere, of=of, to=source, caused_by=cause)


def _withdraw_where_merged(
    deed: Deed, withdrawn: ComplaintWithdrawn, of: OutsideAct, cause: int
) -> None:
    """Withdraw the issues of a merged complaint where they are now; all else goes on there."""
    holder = deed.complaint
    own = set(holder.issues) - _issues_of_others(holder, deed.other)
    while holder.state == "MERGED" and holder.merged_into is not None:
        there = deed.other(holder.merged_into)
        holder, own = there, moved_here(there, holder, own)
    gone = [issue for issue in holder.open_issues if issue.issue_id in own]
    if not holder.is_open or not gone:
        return
    if len(gone) == len(holder.open_issues):
        elsewhere = _elsewhere(withdrawn, holder)
        deed.add(elsewhere, of=of, to=holder.complaint_id, caused_by=cause)
        return
    for issue in gone:
        event = IssueWithdrawn(
            issue_id=issue.issue_id,
            issue_no=issue.issue_no,
            means_code=withdrawn.means_code,
            ground_code=withdrawn.ground_code,
        )
        deed.add(event, of=of, to=holder.complaint_id, caused_by=cause)
    for party in _without_a_point(deed.other(holder.complaint_id)):
        left = ComplainantLeft(party_id=party.party_id, ground_code="left")
        deed.add(left, of=of, to=holder.complaint_id, caused_by=cause)


def _without_a_point(complaint: Complaint) -> list[PartyState]:
    """Those who came with a merged complaint of which nothing is left to answer."""
    left = [each for each in complaint.issues.values() if each.status in ("open", "settled")]
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
