"""7.3, 7.9 What was withdrawn of a complaint while it was merged is withdrawn once unmerged."""

from collections.abc import Iterable
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_when
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantLeft,
    ComplaintMerged,
    ComplaintWithdrawn,
    IssueWithdrawn,
    RecordCorrected,
)
from domain.complaint.linking.merged_history import history_of
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.state import Complaint, IssueState
from domain.recorded import Recorded
from domain.system_actors import SYSTEM
from domain.values import When


def withdraw_as_there(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> None:
    """What the complainant dropped meanwhile stays dropped; with the last point, the complaint.

    target: the complaint that it was merged into, before its points left it.
    """
    source = draft.other(source_id)
    whole = None
    if not source.absorbed_now:
        history = history_of(draft, source_id)
        whole = withdrawn_since_merged(history) or _left_by_all(draft, source)
    gone = [
        (issue, word)
        for issue in source.open_issues
        if (word := whole or _dropped(draft, issue, source, target)) is not None
    ]
    is_all = len(gone) == len(source.open_issues)
    for issue, word in gone[:1] if is_all else gone:
        event = word.event
        assert isinstance(event, ComplaintWithdrawn | IssueWithdrawn | ComplainantLeft)
        means = "other" if isinstance(event, ComplainantLeft) else event.means_code
        said = {"means_code": means, "ground_code": event.ground_code}
        again = (
            ComplaintWithdrawn(is_continued_internally=False, **said)
            if is_all
            else IssueWithdrawn(issue_id=issue.issue_id, issue_no=issue.issue_no, **said)
        )
        when = _right_time(draft, word)
        draft.add(again, to=source_id, actor=SYSTEM, occurred=when, caused_by=cause)


def _right_time(draft: Draft, word: Recorded) -> When:
    """When it was said, as it is told right by now."""
    events = [one.event for one in history_of(draft, word.stream_id)]
    corrections = [one for one in events if isinstance(one, RecordCorrected)]
    right = [corrected_when(one) for one in corrections if one.target_event_id == word.event_id]
    return next((one for one in reversed(right) if one), word.occurred)


def withdrawn_since_merged(history: Iterable[Recorded]) -> Recorded | None:
    """The word by which all of a complaint was withdrawn while it was merged."""
    word = None
    for one in history:
        event = one.event
        if isinstance(event, ComplaintMerged):
            word = None
        elif isinstance(event, ComplaintWithdrawn):
            word = word if event.others_remain or event.lacks_authority else one
    return word


def _left_by_all(draft: Draft, source: Complaint) -> Recorded | None:
    """The word by which the last of its complainants left, of whom each left; none died."""
    if any(each.left_by not in ("left", "substituted") for each in source.parties.values()):
        return None
    history = history_of(draft, source.complaint_id)
    return next((one for one in reversed(history) if isinstance(one.event, ComplainantLeft)), None)


def _dropped(
    draft: Draft, issue: IssueState, source: Complaint, target: Complaint
) -> Recorded | None:
    """The word by which an issue was dropped where it went on."""
    here = moved_here(target, source, {issue.issue_id})
    if not any(target.issues[each].status == "withdrawn" for each in here):
        return None
    history = history_of(draft, target.complaint_id)
    words = [
        one
        for one in history
        if isinstance(one.event, IssueWithdrawn) and one.event.issue_id in here
    ]
    return words[-1] if words else None
