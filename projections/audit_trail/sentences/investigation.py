"""Sentences for acknowledging, assessing and investigating (7.4 to 7.6)."""

SENTENCES = {
    "ComplaintAcknowledged": "Receipt acknowledged[?is_for_party_alone:  to party {to_party_id} "
    "alone] by {channel_code}; contact point {contact_point_code}.",
    "ComplaintAssessed": "Assessed: severity {severity_code}, priority {priority_code}[?is_safety: "
    ", a matter of safety]"
    "[; handling: {handling_code}].",
    "EvidenceRecorded": "Evidence {evidence_id} recorded: {kind_code}, from {source_kind}[, "
    "document "
    "{document_id}][, checked by {check_code}].",
    "FindingRecorded": "Issue {issue_no} was found {finding_code} (stage {stage}, round {round}).",
    "InformationReceived": "What was asked for arrived (request {request_id})[; documents: "
    "{document_ids}].",
    "InformationRequested": "Information was asked of the {from_kind} (request {request_id}).",
    "InvestigationOpened": "Investigation opened by {investigator} (stage {stage}, round {round}).",
    "RootCauseIdentified": "The cause of issue {issue_no} is {cause_code}, found by {method_code} "
    "({suspected_scope}).",
    "SubjectPersonInformed": "The person complained about was told of the {content_code}.",
    "SubjectPersonResponded": "The person complained about gave their account.",
}
