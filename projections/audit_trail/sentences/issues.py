"""Sentences for what a complaint is about and what is not for this process (7.2, 1)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "ComplaintDeclaredOutOfScope": "The complaint is not for this process, because {ground_code}[; "
    "pointed to {signpost_code}]" + APPROVED,
    "IssueAdded": "Issue {issue_no} was added: {category_code}[, product {product_code}][, about "
    "unit {unit_complained_about}].",
    "IssueDeclaredOutOfScope": "Issue {issue_no} is not for this process, because {ground_code}[; "
    "pointed to {signpost_code}]" + APPROVED,
    "IssueReclassified": "Issue {issue_no} belongs to {category_code} (list version "
    "{taxonomy_version}), because {ground_code}.",
    "ProductRecorded": "Issue {issue_no} is about the product {product_code}.",
    "IssueWithdrawn": "Issue {issue_no} was withdrawn by {means_code}, because {ground_code}.",
}
