"""Sentences for actions that put right and prevent (7.7, 8.7)."""

SENTENCES = {
    "ActionCompleted": "Action {action_id} carried out[; document {document_id}].",
    "ActionEffectVerified": "Action {action_id} was found {verdict_code} by {method_code}[, with a "
    "benefit of {benefit}]; verified by {verified_by}.",
    "ActionPlanned": "Action {action_id} planned: {kind_code}, owned by {owner}[, due on {due_on}] "
    "({source_code}).",
}
