"""Whose work it is to find out, and at a review to find anew (lifecycle, 6)."""

from domain.authority import check_role
from domain.deed import Deed
from domain.state import Complaint

REVIEWERS = ("approver", "reviewer")


def is_at_review(complaint: Complaint) -> bool:
    """Whether the present attempt is a review, its proposed decision included."""
    if complaint.state != "DECIDED" or complaint.decision is None:
        return complaint.state == "REVIEW"
    return complaint.decision.before == "REVIEW"


def check_inquirer(deed: Deed) -> None:
    """Refuse whoever neither investigates nor, from the second stage on, reviews.

    Raises NotTheirRole.
    """
    check_role(deed, *_inquirers(deed.complaint))


def check_finder(deed: Deed, *also: str) -> None:
    """Refuse whoever may not judge the issues: at a review only reviewers do.

    also: roles beside the investigator's that may, except at a review. Raises NotTheirRole.
    """
    complaint = deed.complaint
    may = REVIEWERS if is_at_review(complaint) else (*also, *_inquirers(complaint))
    check_role(deed, *may)


def _inquirers(complaint: Complaint) -> tuple[str, ...]:
    return ("investigator", *(REVIEWERS if complaint.stage > 1 else ()))
