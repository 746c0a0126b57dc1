"""Which issues a command is about, where it names them and where it does not."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import Refusal
from domain.state import Complaint, IssueState


class NoSuchIssue(Refusal):
    """An issue that the complaint does not have."""

    clause = "7.2"
    rule = "the complaint has no such issue"
    instead = "name one of its issues"


class IssueNotOpen(Refusal):
    """An issue that was settled or sent on."""

    clause = "7.6"
    rule = "the issue is not open"
    instead = "name an open issue"


class WhichIssue(Refusal):
    """Several issues are open, and none was named."""

    clause = "7.2"
    rule = "several issues are open"
    instead = "say which one is meant"


class NoIssueOpen(Refusal):
    """Nothing is left to decide on."""

    clause = "7.7"
    rule = "no issue is open"
    instead = "close the complaint, or reopen an issue by a rejection"


def issues_named(complaint: Complaint, issue_ids: Sequence[UUID]) -> list[IssueState]:
    """The issues with these ids, in the complaint's order, each once. Raises NoSuchIssue."""
    if unknown := set(issue_ids) - set(complaint.issues):
        known = ", ".join(f"{one.issue_no} is {one.issue_id}" for one in complaint.issues.values())
        raise NoSuchIssue(issue_ids=", ".join(sorted(map(str, unknown))), known=known)
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
    found = open_issues(complaint, () if issue_id is None else (issue_id,))
    if len(found) > 1:
        listed = ", ".join(f"{issue.issue_no} is {issue.issue_id}" for issue in found)
        raise WhichIssue(open=listed)
    return found[0]
