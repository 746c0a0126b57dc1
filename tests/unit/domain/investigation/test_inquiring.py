"""7.6, 7.7 and Annex D: what is asked, what shows what happened, who is heard, and why it was."""

from typing import Any

import pytest

from domain.codes import UnknownCode
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.documents.attaching import NoSuchDocument
from domain.complaint.events import (
    CommunicationFailed,
    ComplainantSubstituted,
    ComplaintDeclaredOutOfScope,
    DocumentAttached,
    EvidenceRecorded,
    FindingRecorded,
    InformationReceived,
    InformationRequested,
    RootCauseIdentified,
    SubjectPersonInformed,
    SubjectPersonResponded,
)
from domain.complaint.investigation.evidence import NotChecked, NothingAsked
from domain.complaint.investigation.investigating import NoSuchEvidence
from domain.complaint.issues.selecting import WhichIssue
from domain.complaint.preconditions import HasEnded
from domain.event import DomainEvent
from domain.policy import Policy
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    HANDLER,
    ISSUE,
    PARTY,
    RECEIVED,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_CLOSED,
    UNTIL_OPENED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    event_id,
    named,
    policy,
)
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR

INVESTIGATOR = Actor(kind="staff", id=named("investigator"), role="investigator")
COMPLAINANT = Actor(kind="party", id=PARTY, role="party")
REQUEST = named("request")
EVIDENCE = named("evidence")
LETTER = named("letter")
ASKED = InformationRequested(request_id=REQUEST, from_kind="complainant")
ASKED_STAFF = InformationRequested(request_id=REQUEST, from_kind="staff")
SHOWN = EvidenceRecorded(evidence_id=EVIDENCE, kind_code="photo", source_kind="complainant")
ATTACHED = DocumentAttached(
    document_id=LETTER,
    ciphertext_sha256="ab" * 32,
    size=1,
    media_type="application/pdf",
    scan_code="clean",
    supplied_by="complainant",
)
PHOTO: dict[str, Any] = {"kind_code": "photo", "source_kind": "complainant"}
CAUSE: dict[str, Any] = {
    "cause_code": "label_lost",
    "method_code": "five_whys",
    "suspected_scope": "recurring",
}
ANY_STATE = [(RECEIVED,), UNTIL_OPENED, UNTIL_RESPONDED, UNTIL_ACCEPTED, UNTIL_CLOSED]
CAUSES: Policy = policy(
    lists={"causes": {"version": 3, "codes": [{"code": "label_lost", "label": "Label lost"}]}}
)


@pytest.mark.parametrize("past", ANY_STATE)
def test_somebody_is_asked_in_any_state(past: tuple[Past, ...]) -> None:
    asked = {"from_kind": "third_party", "question": "Who signed?"}
    outcome = given(*past).when("request_information", by=INVESTIGATOR, **asked)
    outcome.then(InformationRequested)
    (inquiry,) = outcome.complaint.inquiries.values()
    assert (inquiry.from_kind, inquiry.is_answered) == ("third_party", False)
    assert outcome.complaint.state == given(*past).complaint.state


@pytest.mark.parametrize("past", ANY_STATE)
def test_what_was_asked_for_is_recorded_in_any_state(past: tuple[Past, ...]) -> None:
    asked = {"request_id": REQUEST, "document_ids": [LETTER]}
    outcome = given(*past, ATTACHED, ASKED).when("record_information", **asked)
    outcome.then(InformationReceived(request_id=REQUEST, document_ids=(LETTER,)))
    assert outcome.complaint.inquiries[REQUEST].is_answered


def test_an_answer_to_what_nobody_asked_is_refused() -> None:
    given(RECEIVED).when("record_information", request_id=REQUEST).refused(NothingAsked)
    unknown = {"request_id": named("elsewhere")}
    refused = given(RECEIVED, ASKED).when("record_information", **unknown).refused(NothingAsked)
    assert "contact" in refused.remedy
    stray = InformationReceived(request_id=REQUEST)
    assert not given(RECEIVED, stray).complaint.inquiries


def test_an_answer_names_documents_of_the_complaint() -> None:
    asked = {"request_id": REQUEST, "document_ids": [LETTER]}
    given(RECEIVED, ASKED).when("record_information", **asked).refused(NoSuchDocument)


def test_what_the_complainant_answers_is_a_contact_that_may_prove_something() -> None:
    answer = InformationReceived(request_id=REQUEST)
    assert event_id(3) in given(RECEIVED, ASKED, answer).complaint.communications
    assert event_id(3) not in given(RECEIVED, ASKED_STAFF, answer).complaint.communications


def test_a_question_may_come_back_undelivered() -> None:
    bounced = {"target_event_id": event_id(2), "failure_code": "bounced"}
    given(RECEIVED, ASKED).when("report_failed_communication", **bounced).then(CommunicationFailed)


def test_the_complainant_answers_what_they_were_asked_and_nothing_else() -> None:
    answer = {"request_id": REQUEST, "by": COMPLAINANT}
    given(RECEIVED, ASKED).when("record_information", **answer).then(InformationReceived)
    given(RECEIVED, ASKED_STAFF).when("record_information", **answer).refused(NothingAsked)


def test_what_a_representative_was_asked_is_answered_on_that_side_alone() -> None:
    asked = InformationRequested(request_id=REQUEST, from_kind="representative")
    two = given(RECEIVED, JOINED, AUTHORISED, asked)
    for theirs in (PARTY, SOLICITOR):
        by = Actor(kind="party", id=theirs, role="party")
        two.when("record_information", request_id=REQUEST, by=by).then(InformationReceived)
    other = Actor(kind="party", id=SECOND_PARTY, role="party")
    two.when("record_information", request_id=REQUEST, by=other).refused(NothingAsked)
    both = given(RECEIVED, JOINED, ASKED)
    both.when("record_information", request_id=REQUEST, by=other).then(InformationReceived)
    later = given(RECEIVED, ASKED, JOINED)
    later.when("record_information", request_id=REQUEST, by=other).refused(NothingAsked)


def test_who_takes_the_place_of_whom_was_asked_answers() -> None:
    heir = ComplainantSubstituted(old_party_id=PARTY, new_party_id=named("heir"))
    by = Actor(kind="party", id=named("heir"), role="party")
    answer = {"request_id": REQUEST, "by": by}
    given(RECEIVED, ASKED, heir).when("record_information", **answer).then(InformationReceived)


def test_evidence_is_recorded_while_the_complaint_is_open() -> None:
    outcome = given(*UNTIL_OPENED, ATTACHED).when("record_evidence", document_id=LETTER, **PHOTO)
    evidence = outcome.the(EvidenceRecorded)
    assert (evidence.document_id, evidence.check_code, evidence.checked_by) == (LETTER, None, None)
    assert outcome.complaint.evidence == {evidence.evidence_id}
    given(*UNTIL_RESPONDED).when("record_evidence", **PHOTO).then(EvidenceRecorded)
    given(*UNTIL_CLOSED).when("record_evidence", **PHOTO).refused(HasEnded)


def test_who_checked_the_evidence_is_recorded_with_how() -> None:
    asked = given(RECEIVED)
    checked = asked.when("record_evidence", check_code="original_seen", **PHOTO)
    assert checked.the(EvidenceRecorded).checked_by == HANDLER.id
    by_another = {"check_code": "original_seen", "checked_by": APPROVER.id, **PHOTO}
    told = asked.when("record_evidence", **by_another).the(EvidenceRecorded)
    assert told.checked_by == APPROVER.id
    asked.when("record_evidence", checked_by=APPROVER.id, **PHOTO).refused(NotChecked)


def test_evidence_names_a_document_of_the_complaint() -> None:
    given(RECEIVED).when("record_evidence", document_id=LETTER, **PHOTO).refused(NoSuchDocument)


def test_a_finding_rests_on_evidence_that_is_recorded() -> None:
    asked = {"finding_code": "upheld", "evidence_ids": [EVIDENCE]}
    refused = given(*UNTIL_OPENED).when("record_finding", **asked).refused(NoSuchEvidence)
    assert (refused.clause, refused.values["evidence_ids"]) == ("7.6", str(EVIDENCE))
    outcome = given(*UNTIL_OPENED, SHOWN).when("record_finding", **asked)
    assert outcome.the(FindingRecorded).evidence_ids == (EVIDENCE,)


HEARD: list[tuple[str, dict[str, Any], type[DomainEvent]]] = [
    ("inform_subject_person", {"content_code": "complaint"}, SubjectPersonInformed),
    ("record_subject_response", {"statement": "I was away."}, SubjectPersonResponded),
]


@pytest.mark.parametrize(("name", "fields", "fact"), HEARD)
def test_whoever_is_complained_about_is_told_and_heard_while_open_or_closed(
    name: str, fields: dict[str, Any], fact: type[DomainEvent]
) -> None:
    for heard in (UNTIL_OPENED, UNTIL_CLOSED):
        outcome = given(*heard).when(name, by=INVESTIGATOR, **fields).then(fact)
        assert outcome.complaint.state == given(*heard).complaint.state
    declined = ComplaintDeclaredOutOfScope(ground_code="not_ours")
    for past in ((RECEIVED, WITHDRAWN), (RECEIVED, declined)):
        given(*past).when(name, **fields).refused(HasEnded)


@pytest.mark.parametrize("past", ANY_STATE)
def test_a_root_cause_is_found_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("identify_root_cause", by=INVESTIGATOR, **CAUSE)
    cause = outcome.the(RootCauseIdentified)
    assert (cause.issue_id, cause.issue_no, cause.cause_code) == (ISSUE, 1, "label_lost")
    assert outcome.complaint.state == given(*past).complaint.state


def test_a_root_cause_is_one_issues() -> None:
    given(TWO_ISSUES).under(SMALL).when("identify_root_cause", **CAUSE).refused(WhichIssue)
    asked = {"issue_id": SECOND_ISSUE, **CAUSE}
    outcome = given(TWO_ISSUES).under(SMALL).when("identify_root_cause", **asked)
    assert outcome.the(RootCauseIdentified).issue_no == 2


def test_invariant_22_a_root_cause_stands_in_the_list_of_causes() -> None:
    asked = given(RECEIVED).under(CAUSES)
    cause = asked.when("identify_root_cause", **CAUSE).the(RootCauseIdentified)
    assert (cause.cause_code, cause.taxonomy_version) == ("label_lost", 3)
    unknown = {**CAUSE, "cause_code": "bad_luck"}
    refused = asked.when("identify_root_cause", **unknown).refused(UnknownCode)
    assert (refused.values["list"], refused.values["known"]) == ("causes", "label_lost")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("request_information", {"from_kind": "staff"}),
        ("record_information", {"request_id": REQUEST}),
        ("record_evidence", PHOTO),
        ("inform_subject_person", {"content_code": "complaint"}),
        ("record_subject_response", {}),
        ("identify_root_cause", CAUSE),
    ],
)
def test_finding_out_is_the_investigators_and_of_whom_the_policy_lets_stand_in(
    name: str, fields: dict[str, Any]
) -> None:
    past = (RECEIVED, ACKNOWLEDGED, ASKED)
    for actor in (INVESTIGATOR, HANDLER):
        assert given(*past).when(name, by=actor, **fields).facts
    given(*past).when(name, by=APPROVER, **fields).refused(NotTheirRole)
    alone = policy(stand_ins=[])
    given(*past).under(alone).when(name, by=HANDLER, **fields).refused(NotTheirRole)
