"""4.9: two people who share a way to be reached are two; a name told in short is the same one."""

import pytest

from domain.complaint.events import Contact
from domain.complaint.parties.identities import are_told_apart

MAIL = {"email": "smith@example.org"}


@pytest.mark.parametrize("other", ["Mary Smith", "John Smythe", "Smith, Mary"])
def test_other_names_tell_apart_in_spite_of_one_address(other: str) -> None:
    assert are_told_apart(Contact(name="John Smith", **MAIL), Contact(name=other, **MAIL))


@pytest.mark.parametrize("other", ["J. Smith", "Smith, John", "JOHN A. SMITH", "Smith"])
def test_a_name_told_in_short_is_the_same(other: str) -> None:
    assert not are_told_apart(Contact(name="John Smith", **MAIL), Contact(name=other, **MAIL))


def test_what_only_one_of_both_told_tells_nothing() -> None:
    assert not are_told_apart(Contact(name="John Smith"), Contact(**MAIL))
    assert not are_told_apart(Contact(name="John Smith"), None)
