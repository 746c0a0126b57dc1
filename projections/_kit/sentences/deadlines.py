"""Sentences for what was due and what became of it (6.2)."""

SENTENCES = {
    "DeadlineCancelled": "A due date no longer applies, because {ground_code}[ ({error_code})]"
    "[; approved by {approved_by}].",
    "DeadlineExtended": "What was due by {old_due_at} is due on {new_due_on}, by rule {rule_id}, "
    "because {ground_code}[?is_agreed: , as was agreed][; approved by {approved_by}].",
    "DeadlineLapsed": "The time that ended at {due_at} passed unused.",
    "DeadlineMet": "What was due was done on {met}[?is_late: , late][!is_late: , in "
    "time][?voids_miss: ; the miss noted before was an error].",
    "DeadlineMissed": "What was due by {due_at} was not done in time.",
    "DeadlinePaused": "The due dates {deadline_ids} stand still by rule {rule_id}, because "
    "{ground_code}[, since {since}].",
    "DeadlineResumed": "The due dates run again: {deadlines}.",
    "DeadlineSet": "{kind} is due from the {party} on {due_on}, by rule {rule_id} of policy "
    "{policy_id} version {policy_version}"
    "[?ground_code=corrected: ; set anew because a fact that it rests on was corrected]"
    "[?ground_code=product_known: ; set anew because the product became known]"
    "[?ground_code=reclassified: ; set anew because what the complaint is about changed]"
    "[?ground_code=calendar_corrected: ; set anew because the calendar was corrected]"
    "[?ground_code=carried: ; carried over from another complaint]"
    "[?is_estimated: ; an estimate, as the calendar does not yet reach so far].",
}
