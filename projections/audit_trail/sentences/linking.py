"""Sentences for complaints that are joined and parted (7.3)."""

SENTENCES = {
    "ComplaintLinked": "Linked with complaint {other_id}: {link}[, group {group_id}].",
    "ComplaintMerged": "Merged: it goes on in the complaint {other_reference}, because "
    "{ground_code}.",
    "ComplaintSplit": "The issues {issue_ids} go on as complaints of their own: {new_ids}.",
    "ComplaintUnlinked": "No longer linked with complaint {other_id} ({link}), because "
    "{ground_code}.",
    "ComplaintUnmerged": "No longer merged: it goes on by itself, because {ground_code}.",
    "DuplicateAbsorbed": "The complaint {other_reference} goes on here, with its issues: {issues}.",
    "DuplicateReleased": "Complaint {from_id} goes on by itself again, with the issues "
    "{issue_ids}, because {ground_code}.",
}
