"""Sentences for the record itself: asked for, corrected, held, erased (4.9, 4.10)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "AuthorityNotified": "{authority_code} and the breach {breach_id}: {ground_code}.",
    "DataBreachRecorded": "Personal data reached somebody who may not have it: classes "
    "{class_codes}, persons: {persons_count}[; contained by {contained_at}] (breach {breach_id}).",
    "ErasureApproved": "The erasure {request_id} was approved by {approved_by}, separation "
    "{separation}[ "
    "because {ground_code}].",
    "ErasureDeferred": "The erasure {request_id} waits[ until {until_on}], because {ground_code}.",
    "ErasureRequested": "The classes {class_codes} are to be erased[ for party {party_id}], on the "
    "basis of {legal_basis_code} (request {request_id}).",
    "LegalHoldPlaced": "Nothing may be erased[ until {until_on}], because {ground_code} (hold "
    "{hold_id}).",
    "LegalHoldReleased": "The hold {hold_id} stands no more, because {ground_code}.",
    "PersonalDataDisclosed": "Personal data was disclosed to {recipient_kind} ({field_codes}), on "
    "the basis of {legal_basis_code}.",
    "PersonalDataErased": "Personal data was erased[!ground_code: : the keys of request "
    "{request_id} are gone][?ground_code: : what was copied of whoever left with their own "
    "complaint].",
    "RecordCorrected": "What event {target_event_id} says of {field} was corrected[: not {wrong}][ "
    "but {right}], because {ground_code}" + APPROVED,
    "RecordRefused": "What is recorded was not supplied (request {request_id}), because "
    "{ground_code}.",
    "RecordRequested": "Party {party_id} asked for what is recorded about them ({scope_code}; "
    "request {request_id}).",
    "RecordSupplied": "What is recorded was supplied as {format_code}[?is_redacted: , redacted] "
    "(request {request_id}).",
    "SurveyInvited": "Invited to say how the handling was, by {method_code} (questionnaire version "
    "{questionnaire_version}).",
    "SurveySuppressed": "Nobody is asked how the handling was, because {ground_code}.",
}
