"""7.3: a higher level that took a complaint up has taken up its matter, wherever it goes."""

from typing import Any
from uuid import UUID

from tests.support.invariants import broken
from tests.support.matter import Matter
from tests.support.people import MANAGEMENT


def escalate(office: Matter, of: UUID, to_level: int) -> None:
    told: dict[str, Any] = {"to_level": to_level, "ground_code": "repeat"}
    office.asked("escalate", of, by=MANAGEMENT, **told)


def levels(office: Matter) -> tuple[int, int]:
    """Ann's and Bob's."""
    return office.ann.escalation_level, office.bob.escalation_level


def test_the_higher_level_of_both_has_what_goes_on_and_leaves_with_what_it_came_with() -> None:
    office = Matter()
    escalate(office, office.anns, 2)
    escalate(office, office.bobs, 1)
    office.merge()
    assert levels(office) == (2, 2)
    office.unmerge()
    assert levels(office) == (2, 1)
    assert list(broken(office)) == []


def test_a_lower_level_changes_nothing() -> None:
    office = Matter()
    escalate(office, office.anns, 1)
    escalate(office, office.bobs, 2)
    office.merge()
    assert levels(office) == (1, 2)
    office.unmerge()
    assert levels(office) == (1, 2)


def test_what_rose_while_it_was_merged_stays_there() -> None:
    office = Matter()
    escalate(office, office.anns, 2)
    office.merge()
    escalate(office, office.bobs, 3)
    office.unmerge()
    assert levels(office) == (2, 3)


def test_a_part_stands_as_high_as_the_whole() -> None:
    office = Matter()
    escalate(office, office.anns, 2)
    assert office.complaints[office.split()].escalation_level == 2
    office = Matter()
    assert office.complaints[office.split()].escalation_level == 0
