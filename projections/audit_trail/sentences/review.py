"""Sentences for review inside and bodies outside (7.9, Annex G)."""

SENTENCES = {
    "DeterminationAnswered": "The {by} {answer_code} the determination (referral {referral_id}).",
    "ExternalDeterminationReceived": "{body_code} decided on referral {referral_id}: "
    "{result_code}[?is_binding: , "
    "binding][!is_binding: , not binding][; to be done: {directions}]"
    "[; to comply by {comply_by_on}].",
    "ExternalReferralRegistered": "{body_code} has the complaint (referral {referral_id}), "
    "referred by the "
    "{referred_by}[?is_premature: , too early for that body].",
    "ExternalReferralReturned": "{body_code} gave the complaint back undecided (referral "
    "{referral_id}), because {ground_code}.",
    "InternalReviewDeclined": "The review was declined, because {ground_code}[; further ways open: "
    "{recourse}].",
    "InternalReviewRequested": "The complainant asked for a review (stage {stage}, round {round})"
    "[?is_beyond_stages: ; there is no further stage].",
    "InternalReviewWithdrawn": "The complainant no longer wants the review, because {ground_code}"
    "[?lacks_authority: ; another one had asked for it, so it goes on].",
}
