"""7.3 Whose complaint goes on in another one is still acknowledged and answered themselves."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.linking.merged_people import NotTheSameComplainant
from domain.complaint.parts import DocumentPointer
from tests.support.ann_and_bob import ANN, BOB, BOBS, OF_ANN, OF_BOB, OWED, about, merging
from tests.support.controls import (
    COMPLAINT,
    PARTY,
    PRIVACY_OFFICER,
    REFERENCE,
    TWO_ISSUES,
    deadline,
    issue,
    named,
    received,
)
from tests.support.given import Given, given
from tests.support.merged import TARGET, due, joined_by


def test_who_complained_joins_under_an_id_of_this_complaint_with_what_is_known_of_them() -> None:
    joined = merging().the(e.ComplainantJoined)
    assert joined.party_id not in (PARTY, BOBS)
    assert (joined.complainant, joined.from_id, joined.must_agree) == (ANN, COMPLAINT, True)


def test_what_was_due_to_them_is_due_to_them_alone() -> None:
    done = merging(there=(due("response", 10, deadline_id=named("Bob's")),))
    ann = done.the(e.ComplainantJoined).party_id
    carried = [(one.kind, one.about, one.due_on.day) for one in done.all(e.DeadlineSet)]
    assert carried == [("acknowledgement", about(ann), 4), ("response", about(ann), 20)]


def test_each_point_says_whose_it_is() -> None:
    done = merging()
    (point,) = done.the(e.DuplicateAbsorbed).issues
    assert point.party_ids == (done.the(e.ComplainantJoined).party_id,)


def test_who_acts_for_them_and_what_they_consent_to_comes_along() -> None:
    agent = named("agent")
    acting = e.RepresentativeAuthorised(
        party_id=PARTY,
        representative_party_id=agent,
        authority_basis_code="letter",
        representative=e.Contact(name="Cy"),
    )
    consent = e.ConsentRecorded(
        consent_id=named("consent"), purpose_code="sharing", is_given=True, party_id=PARTY
    )
    done = merging(OF_ANN, acting, consent)
    ann, acts = done.the(e.ComplainantJoined), done.the(e.RepresentativeAuthorised)
    assert (acts.party_id, acts.representative) == (ann.party_id, e.Contact(name="Cy"))
    assert acts.representative_party_id != agent
    assert done.the(e.ConsentRecorded).party_id == ann.party_id
    assert done.other(TARGET).correspondence_to is None, "Bob's letters go where they went"


def test_two_people_who_are_known_to_be_two_are_not_merged_as_one() -> None:
    asked: dict[str, Any] = {"ground_code": "same_complainant"}
    merging(**asked).refused(NotTheSameComplainant)
    merging(received(complainant=e.Contact(email="a@x.org")), **asked).then(
        e.ComplaintMerged, e.DuplicateAbsorbed
    )
    alike = received(complainant=e.Contact(name="BOB", email="b@x.org"))
    merging(alike, **asked).then(e.ComplaintMerged, e.DuplicateAbsorbed)


def test_who_is_there_already_does_not_join_once_more() -> None:
    known = {"name": "Ann", "email": "ann@example.org"}
    joint = e.ComplainantJoined(
        party_id=named("Ann there"), kind="person", must_agree=True, complainant=e.Contact(**known)
    )
    here = received(complainant=e.Contact(**{**known, "email": " ANN@example.org"}))
    done = merging(here, *OWED, there=(joint,))
    assert done.all(e.ComplainantJoined) == []
    assert done.the(e.DuplicateAbsorbed).issues[0].party_ids is None


def test_unmerged_they_are_no_part_of_it_any_more() -> None:
    done = joined_by(merging(), ()).when(
        "unmerge_complaint", ground_code="mistake", by=PRIVACY_OFFICER, command="back"
    )
    left = done.the(e.ComplainantLeft)
    assert left.ground_code == "released"
    there = done.other(TARGET)
    assert [each.party_id for each in there.parties.values() if not each.has_left] == [PARTY]
    assert not [one for one in there.deadlines.values() if one.is_open]


def test_unmerged_who_was_acknowledged_there_is_not_to_be_acknowledged_again() -> None:
    merged = merging()
    ann = merged.the(e.ComplainantJoined).party_id
    there = Given((OF_BOB, *merged.there(TARGET))).when("acknowledge", to_party_id=ann)
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    both = given(OF_ANN, *OWED, *own).beside(TARGET, OF_BOB, *merged.there(TARGET), *there.facts)
    done = both.when("unmerge_complaint", ground_code="mistake", by=PRIVACY_OFFICER, command="back")
    assert done.complaint.is_acknowledged
    running = [one.fact.kind for one in done.complaint.deadlines.values() if one.is_open]
    assert running == ["response"]


def test_who_withdraws_leaves_the_complaint_that_theirs_went_into() -> None:
    merged = merging()
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    both = given(OF_ANN, *OWED, *own).beside(TARGET, OF_BOB, *merged.there(TARGET))
    done = both.when("withdraw", means_code="phone")
    there = done.other(TARGET)
    assert done.the(e.ComplainantLeft).ground_code == "left"
    assert not [one for one in there.deadlines.values() if one.is_open and one.fact.about]


def test_a_part_has_the_people_whose_points_it_has() -> None:
    done = given(TWO_ISSUES).beside(TARGET, OF_BOB)
    came = e.ComplainantJoined(
        party_id=named("guest"), kind="person", must_agree=True, from_id=TARGET, complainant=BOB
    )
    past = (*done.past, came)
    told = given(*past).when("split_complaint", issue_ids=[issue(2).issue_id])
    assert told.all(e.ComplainantJoined) == []


@pytest.mark.parametrize("name", ["merge", "split"])
def test_documents_are_pointed_to_where_they_lie(name: str) -> None:
    attached = e.DocumentAttached(
        document_id=named("document"),
        ciphertext_sha256="ab" * 32,
        size=1,
        media_type="application/pdf",
        supplied_by="complainant",
        scan_code="not_scanned",
    )
    pointer = DocumentPointer(
        document_id=named("document"), complaint_id=COMPLAINT, reference=REFERENCE
    )
    if name == "merge":
        assert merging(OF_ANN, attached).the(e.DuplicateAbsorbed).documents == (pointer,)
    else:
        asked = {"issue_ids": [issue(2).issue_id]}
        done = given(TWO_ISSUES, attached).when("split_complaint", **asked)
        assert done.the(e.ComplaintReceived).documents == (pointer,)


def test_a_date_of_a_person_is_one_of_the_kinds_that_there_are() -> None:
    done = merging()
    kinds = {one.fact.kind for one in done.other(TARGET).deadlines.values()}
    assert kinds == {deadline("acknowledgement").kind, deadline("response").kind}
