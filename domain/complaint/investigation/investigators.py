"""Whose work it is to find out, and at a review to find anew."""

from domain.complaint.authority.separation import check_role
from domain.complaint.draft import Draft
from domain.complaint.state import Complaint

REVIEWERS = ("approver", "reviewer")


def is_at_review(complaint: Complaint) -> bool:
    """Whether the present attempt is a review, its proposed decision included."""
    if complaint.state != "DECIDED" or complaint.decision is None:
        return complaint.state == "REVIEW"
    return complaint.decision.before == "REVIEW"


def check_inquirer(draft: Draft) -> None:
    """Refuse whoever neither investigates nor, from the second stage on, reviews.

    Raises NotTheirRole.
    """
    check_role(draft, *_inquirers(draft.complaint))


def check_finder(draft: Draft, *also: str) -> None:
    """Refuse whoever may not judge the issues: at a review only reviewers do.

    also: roles beside the investigator's that may, except at a review. Raises NotTheirRole.
    """
    complaint = draft.complaint
    may = REVIEWERS if is_at_review(complaint) else (*also, *_inquirers(complaint))
    check_role(draft, *may)


def _inquirers(complaint: Complaint) -> tuple[str, ...]:
    return ("investigator", *(REVIEWERS if complaint.stage > 1 else ()))
