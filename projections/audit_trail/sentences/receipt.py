"""Sentences for what is known at and of the receipt (7.2)."""

SENTENCES = {
    "ComplaintForwarded": "Sent on to {to_kind}[ {body_code}], because {ground_code}.",
    "ComplaintReceived": "Received by {channel_code} under the reference {reference}, about "
    "{issues}[ (forwarded by {forwarded_by})][ in unit {received_by_unit}][; complainant "
    "{party_id}].",
    "ImmediateActionTaken": "Done at once: {action_code}.",
    "KnownStateImported": "{source_system} knew it as {known_state}[, with the outcome "
    "{source_outcome_code}][?is_timely: , in time][?is_disputed: , disputed].",
    "RemedySought": "For issue {issue_no} the complainant seeks {kinds}[, claiming a loss of "
    "{claimed_loss}].",
}
