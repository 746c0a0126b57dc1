"""7.2, 4.10: whose part or consent ended in a complaint ended in what was split from it too."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.parties.departed import KeyHasEnded
from domain.complaint.state import Complaint
from domain.values import Actor
from tests.support.invariants import broken
from tests.support.matter import Matter

CY = {"name": "Cy", "email": "cy@example.org"}
EVE = {"name": "Eve"}


class Parted(Matter):
    """Cy acts for Ann, Al has the same complaint; a point is split off, and one off that."""

    def __init__(self) -> None:
        super().__init__()
        self.asked("authorise_representative", self.anns, contact=CY)
        self.asked("join_complainant", self.anns, complainant={"name": "Al"})
        self.asked("record_consent", self.anns, purpose_code="publication", is_given=True)
        self.part_id = self.split()

    @property
    def part(self) -> Complaint:
        """What was split off."""
        return self.complaints[self.part_id]

    def side(self, is_part: bool) -> tuple[Complaint, Complaint]:
        """The one in which something is told, and the other one."""
        return (self.part, self.ann) if is_part else (self.ann, self.part)


def writes(office: Matter, of: UUID, party_id: UUID, role: str = "party") -> None:
    """Somebody writes with their own key."""
    key = Actor(kind="party", id=party_id, role=role)
    told: dict[str, Any] = {"channel_code": "web", "purpose_code": "other"}
    office.asked("record_contact", of, by=key, direction="inbound", **told)


def agent(complaint: Complaint) -> UUID:
    return complaint.representations[-1].representative_party_id


@pytest.mark.parametrize("is_part", [True, False])
def test_a_revoked_representative_acts_no_more_in_whole_and_part(is_part: bool) -> None:
    office = Parted()
    here, there = office.side(is_part)
    writes(office, there.complaint_id, agent(there), "representative")
    office.asked("end_representation", here.complaint_id, ground_code="revoked")
    for each in (office.ann, office.part):
        assert each.correspondence_to == each.party_id
        with pytest.raises(KeyHasEnded):
            writes(office, each.complaint_id, agent(each), "representative")
    assert list(broken(office)) == []


@pytest.mark.parametrize("ground_code", ["left", "died"])
@pytest.mark.parametrize("is_part", [True, False])
def test_who_left_has_left_whole_and_part(is_part: bool, ground_code: str) -> None:
    office = Parted()
    here, there = office.side(is_part)
    told: dict[str, Any] = {"party_id": here.party_id, "ground_code": ground_code}
    told["entered_from"] = office.shown(here.complaint_id)
    office.asked("remove_complainant", here.complaint_id, **told)
    for each in (office.ann, office.part):
        assert [one.left_by for one in each.parties.values()] == [ground_code, None]
    gone, _ = there.parties
    with pytest.raises(KeyHasEnded):
        writes(office, there.complaint_id, gone)


def test_an_heir_takes_the_place_in_both_and_can_leave_both() -> None:
    office = Parted()
    shown = office.shown(office.anns)
    office.asked("substitute_complainant", office.anns, complainant=EVE, entered_from=shown)
    assert [one.left_by for one in office.part.parties.values()] == ["substituted", None, None]
    told: dict[str, Any] = {"party_id": office.part.party_id, "ground_code": "left"}
    office.asked(
        "remove_complainant", office.part_id, entered_from=office.shown(office.part_id), **told
    )
    assert sum(not one.has_left for one in office.ann.parties.values()) == 1


def test_a_consent_that_was_withdrawn_is_withdrawn_in_both() -> None:
    office = Parted()
    (consent_id,) = office.ann.consents
    told: dict[str, Any] = {"consent_id": consent_id, "purpose_code": "publication"}
    office.asked("record_consent", office.part_id, **told, is_given=False)
    assert not office.ann.consents[consent_id].is_given


def test_along_a_split_and_a_merger_of_the_part() -> None:
    office = Parted()
    into: dict[str, Any] = {"into_id": office.bobs, "ground_code": "represented_group"}
    office.asked("merge_complaint", office.part_id, **into)
    office.asked("end_representation", office.anns, ground_code="revoked")
    assert all(each.has_ended for each in office.bob.representations)
    with pytest.raises(KeyHasEnded):
        writes(office, office.bobs, agent(office.bob), "representative")
    assert list(broken(office)) == []


def test_who_withdraws_a_merged_point_goes_on_with_what_was_split_off() -> None:
    office = Parted()
    office.merge()
    ann = next(each for each in office.bob.parties.values() if each.from_id == office.anns)
    told: dict[str, Any] = {"party_id": ann.party_id, "means_code": "letter"}
    office.asked("withdraw", office.bobs, **told)
    assert not any(each.has_left for each in office.part.parties.values())
