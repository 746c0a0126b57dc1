"""7.3 Unmerging: a complaint that was made part of another one goes on by itself again."""

from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintUnmerged
from domain.complaint.linking.brought_matter import points_told, without_what_came
from domain.complaint.linking.merging import MergedAlready
from domain.complaint.linking.releasing import go_on_alone
from domain.complaint.linking.split_family import merged_with
from domain.complaint.state import Absorbed, Complaint
from domain.errors import Refusal
from domain.roles import PRIVACY
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
    instead = (
        "go on with the complaint that they are in, let one open issue stay, or merge back first "
        "what was split off"
    )


class NobodyLeft(Refusal, code="NobodyLeft"):
    """The complaint that it leaves would have nobody who complains."""

    clause = "7.3"
    rule = "a complaint goes on only with somebody who complains"
    instead = "end the complaint that it goes on in, or let its complainant join again, first"


class AnsweredTogether(Refusal, code="AnsweredTogether"):
    """Whoever has the answer would be owed another one, and theirs would lie where they are not."""

    clause = "7.8"
    rule = "a complaint whose complainants were told the answer stays where it was answered"
    instead = (
        "go on there, and receive what is new as a complaint that is linked; where the answer is "
        "wrong, have it set aside there first"
    )


class UnmergeComplaint(Act):
    """This complaint goes on by itself again."""

    NEEDS_HISTORIES: ClassVar[bool] = True
    NEEDS_KEYS_OF: ClassVar[bool] = True

    ground_code: Code

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All that it is merged with: what is due to those that stay is reckoned from theirs."""
        return merged_with(complaint, known)


def _may_unmerge(draft: Draft) -> None:
    check_role(draft, "management_representative", "privacy_officer")
    if draft.complaint.state != "MERGED":
        raise NotMerged(complaint=draft.complaint.reference, state=draft.complaint.state)


def _unmerge(draft: Draft, command: UnmergeComplaint) -> None:
    source = draft.complaint
    if source.merged_into is None:
        raise NotMerged(complaint=source.reference, state=source.state)
    target = draft.other(source.merged_into)
    if target.state == "MERGED":
        raise MergedAlready(
            other=target.reference,
            into=target.merged_reference or target.merged_into,
            instead="unmerge the other complaint first",
        )
    absorbed = target.absorbed[source.complaint_id]
    _check_something_stays(target, absorbed)
    _check_somebody_stays(target, absorbed)
    _check_not_answered(target, absorbed)
    unmerged = ComplaintUnmerged(
        from_id=target.complaint_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    go_on_alone(draft, unmerged, absorbed, of=command, target=target)


def check_own_point_stays(complaint: Complaint, going: Collection[UUID]) -> None:
    """Who complained keeps a point, whoever else stays there. Raises LastOpenIssues."""
    own = without_what_came(complaint).open_issues
    if any(each.issue_id not in going for each in own):
        return
    is_left = len(own) < len(complaint.open_issues)
    instead = "unmerge what came with another complaint: each then goes on by itself"
    raise LastOpenIssues(complaint=complaint.reference, instead=instead if is_left else None)


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


def _check_not_answered(target: Complaint, absorbed: Absorbed) -> None:
    answered = (points_told(target, each) for each in target.parties.values())
    if any(not points.isdisjoint(absorbed.issue_ids) for points in answered):
        raise AnsweredTogether(complaint=target.reference, state=target.state)


unmerge_complaint = Decider(
    "unmerge_complaint",
    UnmergeComplaint,
    _unmerge,
    clause="7.3",
    summary="Take the complaint out of the one it was merged into",
    roles=PRIVACY,
    may=_may_unmerge,
)
"""Take this complaint out of the one that it was merged into (7.3)."""
