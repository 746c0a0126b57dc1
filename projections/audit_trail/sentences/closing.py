"""Sentences for recourse, ending and taking up again (7.9)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "ComplaintClosed": "Closed: {basis_code}[, because {ground_code}]" + APPROVED,
    "ComplaintReopened": "Reopened (number {reopen_no}), because {ground_code}; it goes on in "
    "{resumes_in_state}.",
    "ComplaintWithdrawn": "Withdrawn by {means_code}, because "
    "{ground_code}[?is_continued_internally: ; continued internally].",
    "RecourseDeclined": "The complainant does not take up: {kind}.",
    "RecourseExhausted": "No further way remains: {ground_code}" + APPROVED,
    "RecourseOffered": "Told of further ways: {recourse}.",
}
