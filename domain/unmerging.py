"""7.3 Unmerging: a complaint that was made part of another one goes on by itself again."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from domain.acts import Act
from domain.authority import check_role
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ComplaintUnmerged
from domain.judging import judge_as_there
from domain.merging import MergedAlready
from domain.releasing import acknowledge_as_there, release
from domain.state import Absorbed, Complaint
from domain.values import Code


class NotMerged(Refusal, code="NotMerged"):
    """A complaint that is one of its own."""

    clause = "7.3"
    rule = "the complaint is not merged"
    instead = "go on with it"


class LastOpenIssues(Refusal, code="LastOpenIssues"):
    """Nothing would be left to answer where the issues are now."""

    clause = "7.3"
    rule = "the last open issues of a complaint are not taken out of it"
    instead = "go on with the complaint that they are in, or let one open issue stay"


class NobodyLeft(Refusal, code="NobodyLeft"):
    """The complaint that it leaves would have nobody who complains."""

    clause = "7.3"
    rule = "a complaint goes on only with somebody who complains"
    instead = "end the complaint that it goes on in, or let its complainant join again, first"


class UnmergeComplaint(Act):
    """This complaint goes on by itself again."""

    NEEDS_HISTORIES: ClassVar[bool] = True
    NEEDS_KEYS_OF: ClassVar[bool] = True

    ground_code: Code

    def others(
        self, complaint: Complaint | None, _known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The one that it was merged into."""
        return (complaint.merged_into,) if complaint and complaint.merged_into else ()


def _may_unmerge(deed: Deed) -> None:
    check_role(deed, "management_representative", "privacy_officer")
    if deed.complaint.state != "MERGED":
        raise NotMerged(complaint=deed.complaint.reference, state=deed.complaint.state)


def _unmerge(deed: Deed, command: UnmergeComplaint) -> None:
    source = deed.complaint
    if source.merged_into is None:
        raise NotMerged(complaint=source.reference, state=source.state)
    target = deed.other(source.merged_into)
    if target.state == "MERGED":
        raise MergedAlready(
            other=target.reference,
            into=target.merged_reference or target.merged_into,
            instead="unmerge the other complaint first",
        )
    absorbed = target.absorbed[source.complaint_id]
    _check_something_stays(target, absorbed)
    _check_somebody_stays(target, absorbed)
    unmerged = ComplaintUnmerged(
        from_id=target.complaint_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(deed.facts)
    deed.add(unmerged, of=command)
    acknowledge_as_there(deed, source.complaint_id, target, of=command, cause=cause)
    judge_as_there(deed, deed.complaint, target, cause)
    release(
        deed,
        target.complaint_id,
        absorbed,
        of=command,
        ground_code=command.ground_code,
        cause=cause,
    )


def _check_something_stays(target: Complaint, absorbed: Absorbed) -> None:
    """An answered or ended complaint has no open issue that could be its last."""
    still_open = {issue.issue_id for issue in target.open_issues} if target.is_open else set()
    if still_open and still_open <= set(absorbed.issue_ids):
        raise LastOpenIssues(complaint=target.reference)


def _check_somebody_stays(target: Complaint, absorbed: Absorbed) -> None:
    """Of an anonymous complaint nobody ever was known; who died may have a successor."""
    had = any(each.from_id is None for each in target.parties.values())
    others = [each for each in target.parties.values() if each.from_id != absorbed.from_id]
    goes_on = any(not each.has_left or each.left_by == "died" for each in others)
    if target.is_open and had and not goes_on:
        raise NobodyLeft(complaint=target.reference)


unmerge_complaint = Decision("unmerge_complaint", UnmergeComplaint, _unmerge, may=_may_unmerge)
"""Take this complaint out of the one that it was merged into (7.3).

Raises NotTheirRole, NotMerged, MergedAlready, LastOpenIssues, NobodyLeft, NoSuchComplaint.
"""
