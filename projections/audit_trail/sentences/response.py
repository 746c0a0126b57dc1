"""Sentences for deciding and for the answer (7.7 to 7.9)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "DecisionAccepted": "The complainant accepted the answer[ {decision_id}] by {means_code}.",
    "DecisionApproved": "Answer {decision_id} approved under {authority_rule_id}, separation "
    "{separation}[ because {ground_code}].",
    "DecisionProposed": "Answer {decision_id} proposed: {issues}[; remedies: {remedies}].",
    "DecisionRejected": "The complainant rejected the answer[ {decision_id}] by {means_code}.",
    "DecisionReturned": "Answer {decision_id} returned to its author, because {ground_code}.",
    "DecisionSetAside": "The answer was set aside, because {ground_code}" + APPROVED,
    "ResolutionAgreed": "A solution was agreed by {means_code}[ with {party_ids}]: {issues}.",
    "ResponseSent": "Response sent[?is_for_party_alone:  to party {to_party_id} alone] by "
    "{channel_code} ({kind}, stage {stage}, round {round})[; "
    "further ways open: {recourse}].",
}
