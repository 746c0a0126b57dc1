"""6.2, 7.4 What is due to one person alone follows what is told of their own complaint."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.state import DeadlineState
from tests.support.controls import APPROVER, LONDON
from tests.support.matter import GROUP, Matter
from tests.support.two_complaints import PAUSING, on

EARLIEST, LATER = date(2026, 2, 2), date(2026, 2, 20)


class Merged(Matter):
    """Ann's complaint goes on in Bob's, once it was told to have come so early."""

    def __init__(self, received: date = EARLIEST) -> None:
        super().__init__(PAUSING)
        self.receipt(received)
        self.merge()

    def receipt(self, day: date, of: UUID | None = None) -> None:
        """The receipt of Ann's complaint, or of another one, is told right, by two people."""
        of = of or self.anns
        told: dict[str, Any] = {"target_event_id": self.complaints[of].received_event_id}
        told |= {"field": "occurred", "right": f"{day}[{LONDON}]", "ground_code": "mistyped"}
        self.asked("correct_record", of, **told)
        self.asked("grant_approval", of, by=APPROVER)

    def right(self, kind: str, day: date) -> None:
        """When the latest event of this type was in Bob's complaint is told right."""
        (*_, last) = [one for one in self.events[self.bobs] if kind == one.event.TYPE]
        told: dict[str, Any] = {"target_event_id": last.event_id, "field": "occurred"}
        told |= {"right": f"{day}[{LONDON}]", "ground_code": "mistyped"}
        self.asked("correct_record", self.bobs, **told)
        self.asked("grant_approval", self.bobs, by=APPROVER)

    def theirs(self, of: UUID, source: UUID | None = None) -> dict[str, list[DeadlineState]]:
        """What is or was due in a complaint to who came with Ann's, or with another one."""
        came = {key for key, one in self.complaints[of].parties.items() if one.from_id is not None}
        found: dict[str, list[DeadlineState]] = {}
        for one in self.complaints[of].deadlines.values():
            if one.fact.about and one.fact.about.id in came:
                found.setdefault(one.fact.kind, []).append(one)
        return found

    def due(self, kind: str = "response", of: UUID | None = None) -> list[tuple[str, str]]:
        """What of this kind is due to them."""
        every = self.theirs(of or self.bobs)[kind]
        return [(str(one.due_on), one.status) for one in every if one.is_open]


def test_it_is_due_by_the_right_receipt_earlier_or_later() -> None:
    office = Merged()
    assert office.due() == [("2026-03-02", "running")]
    office.receipt(LATER)
    assert office.due() == [("2026-03-20", "running")]
    office.receipt(EARLIEST)
    assert office.due() == [("2026-03-02", "running")]


def test_what_was_missed_by_the_wrong_receipt_alone_is_not_any_more() -> None:
    office = Merged(date(2026, 1, 2))
    assert office.due() == [("2026-01-30", "missed")]
    office.receipt(LATER)
    assert office.due() == [("2026-03-20", "running")]


def test_who_was_acknowledged_is_not_to_be_once_more() -> None:
    office = Merged()
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    office.asked("acknowledge", office.bobs, to_party_id=ann)
    office.receipt(LATER)
    assert office.due("acknowledgement") == []
    assert office.due() == [("2026-03-20", "running")]


def stop(office: Matter, command: str, day: date, ground_code: str | None = None) -> None:
    told: dict[str, Any] = {"occurred": on(day)}
    told |= {"ground_code": ground_code} if ground_code else {}
    office.asked(command, office.bobs, **told)


STOPS = [
    ("pause_deadlines", "awaiting_complainant", "resume_deadlines", "DeadlinePaused"),
    ("suspend_handling", "police_case", "resume_handling", "HandlingSuspended"),
]


class MergedLater(Merged):
    """Ann's complaint goes on in Bob's only after eight days, on the 10th of March."""

    def merge(self, **asked: Any) -> None:
        self.wait(8)
        super().merge(**asked)
        self.wait(8)


@pytest.mark.parametrize(("pause", "ground_code", "resume", "kind"), STOPS)
def test_what_stopped_the_other_complaint_before_gives_them_no_time(
    pause: str, ground_code: str, resume: str, kind: str
) -> None:
    """By what is told of the time before the merging, or was told wrong and is told right."""
    office = MergedLater(LATER)
    stop(office, pause, date(2026, 3, 3), ground_code)
    assert office.due() == [("2026-03-20", "paused")]
    stop(office, resume, date(2026, 3, 6))
    assert office.due() == [("2026-03-20", "running")]
    for day in (date(2026, 3, 11), date(2026, 3, 4)):
        office = MergedLater(LATER)
        stop(office, pause, day, ground_code)
        office.right(kind, date(2026, 3, 3))
        stop(office, resume, date(2026, 3, 13))
        assert office.due() == [("2026-03-23", "running")], "of the three days since the merging"


def test_along_a_chain_it_follows_too() -> None:
    office = Merged()
    last = office.received(complainant={"name": "Cy"}, narrative="Late as well")
    office.asked("merge_complaint", office.bobs, into_id=last, **GROUP)
    dates = {one for one, _ in office.due(of=last)}
    assert "2026-03-02" in dates
    office.receipt(LATER)
    assert "2026-03-20" in {one for one, _ in office.due(of=last)}
    assert "2026-03-02" not in {one for one, _ in office.due(of=last)}
