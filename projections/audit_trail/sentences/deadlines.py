"""Sentences for what was due and what became of it (6.2)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "DeadlineCancelled": "Deadline {deadline_id}: no longer applies, because {ground_code}"
    "[ ({error_code})][?voids_miss: ; the miss is void]" + APPROVED,
    "DeadlineExtended": "Deadline {deadline_id}: what was due by {old_due_at} is due on "
    "{new_due_on}, by rule {rule_id}, because {ground_code}[?is_agreed: , as was agreed]"
    + APPROVED,
    "DeadlineLapsed": "Deadline {deadline_id}: the time that ended at {due_at} passed unused.",
    "DeadlineMet": "Deadline {deadline_id}: done on {met}[?is_late: , late][!is_late: , in "
    "time][?voids_miss: ; the miss is void].",
    "DeadlineMissed": "Deadline {deadline_id}: missed, as it was due by {due_at}.",
    "DeadlinePaused": "These stand still by rule {rule_id}, because {ground_code}[, since "
    "{since}]: {deadline_ids}" + APPROVED,
    "DeadlineResumed": "These run again: {deadlines}.",
    "DeadlineSet": "{kind} {deadline_id}: "
    "[?party=organisation: due from the organisation on {due_on}]"
    "[?party=nobody: until {due_on}]"
    "[?party=complainant: the complainant has until {due_on}]"
    "[?party=third_party: the third party has until {due_on}]"
    "[?party=external_body: the external body has until {due_on}]"
    ", by rule {rule_id} of policy {policy_id} version {policy_version}[; instead of {replaces}]"
    "[?ground_code=corrected: ; set anew because a fact that it rests on was corrected]"
    "[?ground_code=product_known: ; set anew because the product became known]"
    "[?ground_code=reclassified: ; set anew because what the complaint is about changed]"
    "[?ground_code=calendar_corrected: ; set anew because the calendar was corrected]"
    "[?ground_code=carried: ; carried over from another complaint]"
    "[?is_estimated: ; an estimate, as the calendar does not yet reach so far]" + APPROVED,
}
