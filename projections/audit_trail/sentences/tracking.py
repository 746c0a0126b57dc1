"""Sentences for tracking and contact (7.3)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "CommunicationFailed": "What was sent with event {target_event_id} did not arrive: "
    "{failure_code}.",
    "CommunicationImpossible": "No {purpose_code} can be sent: {ground_code}" + APPROVED,
    "ComplaintAssigned": "Assigned to {handler}[ in unit {unit}].",
    "ComplaintEscalated": "Escalated from level {from_level} to level {to_level}, because of "
    "{ground_code}[, as complaint {from_id} was].",
    "ComplaintUnassigned": "Taken from its handler, because {ground_code}.",
    "ContactRecorded": "Contact by {channel_code}, {direction}: {purpose_code}[; an answer is "
    "expected by {final_expected_on}].",
    "ExclusionAccepted": "Staff {staff} acts on it all the same, because there is {ground_code}, "
    "under the safeguard {safeguard_code}[, as was accepted in complaint {from_id}].",
    "HandlingResumed": "Work goes on[, because {ground_code}].",
    "HandlingSuspended": "Work stopped[ until {until_on}], because {ground_code}" + APPROVED,
    "NoteAdded": "A note was added for {visibility_code}.",
    "PartyNotified": "{audience_code} was told by {channel_code}, because of {ground_code}.",
    "StaffExcluded": "Staff {staff} may neither act on it nor read it, because {ground_code}[, for "
    "the sake of complaint {from_id}].",
    "UpdateSent": "Update sent by {channel_code} ({kind})[; an answer is expected by "
    "{final_expected_on}][; further ways open: {recourse}].",
}
