"""Every event field declares exactly one class of data, or its type cannot be made."""

from typing import Annotated

import pytest

from domain.event import DomainEvent, sealed_classes
from domain.privacy import P0, P2, P3, Unclassified


def test_a_field_without_a_class_is_refused_when_the_type_is_made() -> None:
    with pytest.raises(Unclassified, match=r"Forgotten\.name declares 0 classes"):

        class Forgotten(DomainEvent):
            TYPE = "Forgotten"
            name: str


def test_a_field_with_two_classes_is_refused() -> None:
    with pytest.raises(Unclassified, match="declares 2 classes"):

        class Torn(DomainEvent):
            TYPE = "Torn"
            name: Annotated[str | None, P0, P2] = None


def test_a_sealed_field_must_not_be_required_since_its_key_may_be_destroyed() -> None:
    with pytest.raises(Unclassified, match="sealed"):

        class Unreadable(DomainEvent):
            TYPE = "Unreadable"
            text: Annotated[str, P3]


def test_a_type_declares_its_personal_classes_in_a_fixed_order() -> None:
    class Whole(DomainEvent):
        TYPE = "Whole"
        text: Annotated[str | None, P3] = None
        name: Annotated[str | None, P2] = None

    assert sealed_classes(Whole) == (P2, P3)
