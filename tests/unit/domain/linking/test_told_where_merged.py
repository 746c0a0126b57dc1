"""7.2, 4.10: whose part or consent ended in a merged complaint, ended in their own too."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.parties.departed import KeyHasEnded
from domain.complaint.state import Complaint
from domain.values import Actor
from tests.support.invariants import broken
from tests.support.matter import Matter

CY = {"name": "Cy", "email": "cy@example.org"}


class Represented(Matter):
    """Cy acts for Ann, who lets her complaint be published; it goes on in Bob's."""

    def __init__(self) -> None:
        super().__init__()
        self.asked("authorise_representative", self.anns, contact=CY)
        self.asked("record_consent", self.anns, purpose_code="publication", is_given=True)
        self.merge()

    @property
    def ann_there(self) -> UUID:
        """Who Ann is in Bob's complaint, as long as she has part in it."""
        came = [each for each in self.bob.parties.values() if each.from_id and not each.has_left]
        return came[-1].party_id

    def writes(self, of: UUID, party_id: UUID, role: str = "representative") -> None:
        """Somebody writes with their own key."""
        key = Actor(kind="party", id=party_id, role=role)
        told: dict[str, Any] = {"channel_code": "web", "purpose_code": "other"}
        self.asked("record_contact", of, by=key, direction="inbound", **told)


def agent(complaint: Complaint) -> UUID:
    return complaint.representations[-1].representative_party_id


def acting(complaint: Complaint) -> list[UUID]:
    return [each.party_id for each in complaint.representations if not each.has_ended]


REVOKED: dict[str, Any] = {"ground_code": "revoked"}


def test_a_revoked_representative_acts_no_more_in_either_and_not_once_it_is_unmerged() -> None:
    office = Represented()
    office.writes(office.anns, agent(office.ann))
    office.asked("end_representation", office.bobs, **REVOKED)
    with pytest.raises(KeyHasEnded):
        office.writes(office.anns, agent(office.ann))
    office.unmerge()
    assert acting(office.ann) == []
    assert office.ann.correspondence_to == office.ann.party_id
    with pytest.raises(KeyHasEnded):
        office.writes(office.anns, agent(office.ann))
    assert list(broken(office)) == []


def test_it_counts_wherever_it_is_told() -> None:
    office = Represented()
    office.asked("end_representation", office.anns, **REVOKED)
    assert acting(office.bob) == []


def test_one_of_two_representatives_is_revoked_alone() -> None:
    office = Matter()
    office.asked("authorise_representative", office.anns, contact=CY)
    office.asked("authorise_representative", office.anns, contact={"name": "Di"})
    office.merge()
    first, second = office.bob.representations
    told = {**REVOKED, "representative_party_id": first.representative_party_id}
    office.asked("end_representation", office.bobs, **told)
    assert [each.has_ended for each in office.ann.representations] == [True, False]
    assert not second.has_ended


@pytest.mark.parametrize("is_given", [True, False])
def test_a_consent_is_what_it_was_told_last(is_given: bool) -> None:
    office = Represented()
    (consent_id,) = office.bob.consents
    told: dict[str, Any] = {"consent_id": consent_id, "party_id": office.ann_there}
    told |= {"purpose_code": "publication", "is_given": is_given}
    office.asked("record_consent", office.bobs, **told)
    office.unmerge()
    assert office.ann.consents[consent_id].is_given is is_given
    assert list(broken(office)) == []


@pytest.mark.parametrize("ground_code", ["left", "died"])
def test_who_left_has_left_their_own_complaint(ground_code: str) -> None:
    office = Represented()
    told: dict[str, Any] = {"party_id": office.ann_there, "ground_code": ground_code}
    told["entered_from"] = office.shown(office.bobs)
    office.asked("remove_complainant", office.bobs, **told)
    (ann,) = office.ann.parties
    with pytest.raises(KeyHasEnded):
        office.writes(office.anns, ann, role="party")
    office.unmerge()
    assert [each.left_by for each in office.ann.parties.values()] == [ground_code]


def test_the_last_complainant_does_not_leave_what_goes_on_by_a_word_from_elsewhere() -> None:
    office = Matter()
    second = office.received(complainant={"name": "Ann"}, narrative="Late again")
    office.asked("merge_complaint", office.anns, into_id=second)
    (ann,) = office.ann.parties
    told: dict[str, Any] = {"party_id": ann, "ground_code": "left"}
    office.asked("remove_complainant", office.anns, **told)
    assert not any(each.has_left for each in office.complaints[second].parties.values())


def test_an_heir_takes_the_place_in_both_and_what_is_told_of_them_later_counts_too() -> None:
    office = Represented()
    heir: dict[str, Any] = {"old_party_id": office.ann_there, "complainant": {"name": "Eve"}}
    heir["entered_from"] = office.shown(office.bobs)
    office.asked("substitute_complainant", office.bobs, **heir)
    office.asked(
        "authorise_representative", office.bobs, party_id=office.ann_there, contact={"name": "Di"}
    )
    office.unmerge()
    left = [each for each in office.ann.parties.values() if not each.has_left]
    assert [each.party_id for each in left] == [office.ann.party_id]
    assert len(office.ann.parties) == 2
    assert acting(office.ann)[-1] == office.ann.party_id, "who was authorised meanwhile acts"
    assert list(broken(office)) == []


def test_along_a_chain_of_mergers() -> None:
    office = Represented()
    last = office.received(complainant={"name": "Fay"}, narrative="Late as well")
    office.asked("merge_complaint", office.bobs, into_id=last, ground_code="represented_group")
    office.asked("end_representation", last, **REVOKED)
    assert acting(office.bob) == acting(office.ann) == []


def test_of_one_complainant_of_two_complaints_it_counts_in_both() -> None:
    office = Matter()
    ann: dict[str, Any] = {"name": "Ann", "email": "ann@example.org"}
    pair = [office.received(complainant=ann, narrative="Late") for _ in range(2)]
    for each in pair:
        office.asked("authorise_representative", each, contact=CY)
    office.asked("merge_complaint", pair[0], into_id=pair[1])
    office.asked("end_representation", pair[1], **REVOKED)
    assert acting(office.complaints[pair[0]]) == []
