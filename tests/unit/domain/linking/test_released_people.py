"""7.3, 4.10 The copies of people's details go with them when their complaint is unmerged."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import HANDLER, PRIVACY_OFFICER
from tests.support.invariants import broken
from tests.support.office import Office, Told, _keys

ANN = {"name": "Ann", "phone": "02079460001"}
NEW = {"name": "Ann", "phone": "02079460002"}


class Merged(Office):
    """Ann's complaint goes on in Bob's."""

    def __init__(self) -> None:
        super().__init__()
        ann = self.asked("receive", narrative="Late", complainant=ANN)
        bob = self.asked("receive", narrative="Late too", complainant={"name": "Bob"})
        self.anns, self.bobs = ann.context.complaint_id, bob.context.complaint_id
        self.asked("merge_complaint", self.anns, into_id=self.bobs, ground_code="represented_group")
        parties = self.complaints[self.bobs].parties.values()
        (self.ann,) = [each.party_id for each in parties if each.from_id]

    def asked(self, name: str, of: UUID | None = None, by: Actor = HANDLER, **told: Any) -> Told:
        kind = COMMANDS[name]
        return self.give(kind, kind.model.model_validate(told), by=by, of=of)

    def unmerge(self) -> Told:
        return self.asked("unmerge_complaint", self.anns, by=PRIVACY_OFFICER, ground_code="mistake")

    def keys(self, *party_ids: UUID) -> set[str]:
        held = _keys(self.complaints[self.bobs])
        return {each.key_id for each in held if each.party_id in party_ids}


def erased(told: Told) -> set[str]:
    found = [one for one in told.recorded if isinstance(one.event, e.PersonalDataErased)]
    return {key for one in found for key in one.event.key_ids}  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", ["unmerged", "the others withdraw"])
def test_the_keys_of_their_copies_are_destroyed_and_no_others(how: str) -> None:
    office = Merged()
    copied = office.keys(office.ann)
    withdrawing: dict[str, Any] = {"means_code": "phone"}
    told = (
        office.unmerge()
        if how == "unmerged"
        else office.asked("withdraw", office.bobs, **withdrawing)
    )
    assert copied and erased(told) == copied
    assert office.complaints[office.anns].is_open
    assert list(broken(office)) == []


def test_what_was_set_right_about_them_meanwhile_is_right_in_their_own_complaint() -> None:
    office = Merged()
    right: dict[str, Any] = {
        "party_id": office.ann,
        "values": {"phone": NEW["phone"]},
        "ground_code": "was_wrong",
    }
    office.asked("correct_party_details", office.bobs, **right)
    told = office.unmerge()
    (corrected,) = [one for one in told.recorded if isinstance(one.event, e.PartyDetailsCorrected)]
    assert corrected.stream_id == office.anns
    assert isinstance(corrected.event, e.PartyDetailsCorrected) and corrected.event.values
    assert corrected.event.values.phone == NEW["phone"]
    assert corrected.event.party_id == office.complaints[office.anns].party_id
    assert erased(told) == office.keys(office.ann)


def test_a_legal_hold_keeps_the_copies_too() -> None:
    office = Merged()
    office.asked("place_hold", office.bobs, by=PRIVACY_OFFICER, ground_code="litigation")
    assert erased(office.unmerge()) == set()
