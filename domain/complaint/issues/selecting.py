"""Which issues a command is about, where it names them and where it does not."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from domain.complaint.state import Complaint, IssueState
from domain.errors import Refusal


class NoSuchIssue(Refusal, code="NoSuchIssue"):
    """An issue that the complaint does not have."""

    clause = "7.2"
    rule = "the complaint has no such issue"
    instead = "name one of its issues"


class IssueNotOpen(Refusal, code="IssueNotOpen"):
    """An issue that was settled or sent on."""

    clause = "7.6"
    rule = "the issue is not open"
    instead = "name an open issue"


class AnsweredElsewhere(Refusal, code="AnsweredElsewhere"):
    """An issue that went to another complaint, where it is answered."""

    clause = "7.3"
    rule = "the issue is answered in another complaint"
    instead = "act on the complaint that has it now, which is linked"


class WhichIssue(Refusal, code="WhichIssue"):
    """Several issues could be meant, and none was named."""

    clause = "7.2"
    rule = "several issues could be meant"
    instead = "say which one is meant"


class NoIssueOpen(Refusal, code="NoIssueOpen"):
    """Nothing is left to decide on."""

    clause = "7.7"
    rule = "no issue is open"
    instead = "close the complaint, or reopen an issue by a rejection"


def issues_named(complaint: Complaint, issue_ids: Sequence[UUID]) -> list[IssueState]:
    """The issues with these ids, in the complaint's order, each once. Raises NoSuchIssue."""
    if unknown := set(issue_ids) - set(complaint.issues):
        named = ", ".join(sorted(map(str, unknown)))
        raise NoSuchIssue(issue_ids=named, known=_listed(complaint.issues.values()))
    return [issue for issue in complaint.issues.values() if issue.issue_id in issue_ids]


def open_issues(complaint: Complaint, issue_ids: Sequence[UUID] = ()) -> list[IssueState]:
    """The open issues with these ids; all that are open where none is named.

    Raises NoSuchIssue, IssueNotOpen, NoIssueOpen.
    """
    named = issues_named(complaint, issue_ids) if issue_ids else list(complaint.open_issues)
    for issue in named:
        if issue.status != "open":
            raise IssueNotOpen(issue=issue.issue_no, status=issue.status)
    if not named:
        raise NoIssueOpen(complaint=complaint.reference)
    return named


def one_open_issue(complaint: Complaint, issue_id: UUID | None) -> IssueState:
    """The open issue that is meant: the named one, or the only one.

    Raises NoSuchIssue, IssueNotOpen, NoIssueOpen, WhichIssue.
    """
    return _only(open_issues(complaint, () if issue_id is None else (issue_id,)))


def one_issue(complaint: Complaint, issue_id: UUID | None) -> IssueState:
    """The issue that is meant, open or not: the named one, or the only one.

    Raises NoSuchIssue, WhichIssue.
    """
    named = list(complaint.issues) if issue_id is None else [issue_id]
    return _only(issues_named(complaint, named))


def _only(found: list[IssueState]) -> IssueState:
    if len(found) > 1:
        raise WhichIssue(issues=_listed(found))
    return found[0]


def _listed(issues: Iterable[IssueState]) -> str:
    return ", ".join(f"{issue.issue_no} is {issue.issue_id}" for issue in issues)


def disputed_issues(complaint: Complaint, issue_ids: Sequence[UUID]) -> list[IssueState]:
    """The named issues; else what is disputed where nobody says: open, else answered, else all.

    Raises NoSuchIssue; AnsweredElsewhere for a named one that went to another complaint.
    """
    still_open = tuple(issue.issue_id for issue in complaint.open_issues)
    answered = complaint.answer.issue_ids if complaint.answer else ()
    return issues_held(complaint, issue_ids, still_open, answered)


def issues_held(complaint: Complaint, *wishes: Sequence[UUID]) -> list[IssueState]:
    """The first of these wishes that names anything, else all; of them what is answered here.

    Raises NoSuchIssue; AnsweredElsewhere where the first wish names what went elsewhere.
    """
    first, *others = wishes
    gone = [issue.issue_no for issue in issues_named(complaint, first) if _is_elsewhere(issue)]
    if gone:
        raise AnsweredElsewhere(issues=", ".join(map(str, gone)))
    for wish in (first, *others, tuple(complaint.issues)):
        named = [one for one in complaint.issues.values() if one.issue_id in wish]
        if held := [issue for issue in named if not _is_elsewhere(issue)]:
            return held
    return list(complaint.issues.values())


def _is_elsewhere(issue: IssueState) -> bool:
    return issue.status == "released"
