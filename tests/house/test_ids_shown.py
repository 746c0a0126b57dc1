"""Every id that a command asks for stands in the history, at the event that brings it about."""

from typing import Any, get_args
from uuid import UUID

import pytest

from domain.registry import COMMANDS
from projections.audit_trail.phrasing import fields_in
from projections.audit_trail.sentences import SENTENCES

PARTY = {"ComplaintReceived.party_id", "ComplainantJoined.party_id"}
BROUGHT_BY = {
    "action_id": {"ActionPlanned.action_id"},
    "approval_id": {"ApprovalRequested.approval_id"},
    "breach_id": {"DataBreachRecorded.breach_id"},
    "consent_id": {"ConsentRecorded.consent_id"},
    "deadline_id": {"DeadlineSet.deadline_id"},
    "deadline_ids": {"DeadlineSet.deadline_id"},
    "decision_id": {"DecisionProposed.decision_id"},
    "document_id": {"DocumentAttached.document_id"},
    "document_ids": {"DocumentAttached.document_id"},
    "evidence_ids": {"EvidenceRecorded.evidence_id"},
    "group_id": {"ComplaintLinked.group_id"},
    "hold_id": {"LegalHoldPlaced.hold_id"},
    "referral_id": {"ExternalReferralRegistered.referral_id"},
    "remedy_id": {"RemedyOffered.remedy_id"},
    "remedy_ids": {"RemedyOffered.remedy_id"},
    "revoked_remedy_ids": {"RemedyOffered.remedy_id"},
    "supersedes": {"RemedyOffered.remedy_id"},
    "translation_of": {"DocumentAttached.document_id"},
    "request_id": {
        "ErasureRequested.request_id",
        "InformationRequested.request_id",
        "RecordRequested.request_id",
    },
    "correspondence_to": PARTY,
    "from_party_id": PARTY,
    "old_party_id": PARTY,
    "party_id": PARTY,
    "party_ids": PARTY,
    "payee_party_id": PARTY,
    "to_party_id": PARTY,
    "representative_party_id": {"RepresentativeAuthorised.representative_party_id"},
}
EVENTS = {"by_event_id", "entered_from", "notice_event_id", "settles_event_ids", "target_event_id"}
"""The history shows each event's own id."""
STAFF = {"checked_by", "handler", "investigator", "owner", "received_by", "staff"}
"""These are of people, whom a key names."""
COMPLAINTS = {"into_id", "other_id"}
"""These may be given as references."""
ISSUES = {"issue_id", "issue_ids"}
"""These may be given as numbers."""


def holds_ids(annotation: Any) -> bool:
    return annotation is UUID or any(map(holds_ids, get_args(annotation)))


def asked() -> set[str]:
    return {
        name
        for kind in COMMANDS.values()
        for name, field in kind.model.model_fields.items()
        if holds_ids(field.annotation)
    }


def test_it_is_known_of_every_id_that_a_command_asks_for_where_it_is_shown() -> None:
    assert asked() == BROUGHT_BY.keys() | EVENTS | STAFF | COMPLAINTS | ISSUES


@pytest.mark.parametrize("place", sorted(set[str]().union(*BROUGHT_BY.values())))
def test_the_event_that_brings_an_id_about_tells_it(place: str) -> None:
    type_, _, name = place.partition(".")
    assert name in fields_in(SENTENCES[type_])
