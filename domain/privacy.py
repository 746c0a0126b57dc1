"""The five classes of data, and the rule that every event field declares exactly one."""

from enum import StrEnum

from pydantic.fields import FieldInfo


class PrivacyClass(StrEnum):
    """Who a field is about; P0 and P1 are public, the others exist only sealed."""

    P0 = "P0"
    """Case facts: codes, dates, states, money."""
    P1 = "P1"
    """Staff, by random ids that mean something only in a directory outside the record."""
    P2 = "P2"
    """Identity and contact."""
    P3 = "P3"
    """Free text and documents."""
    P4 = "P4"
    """Special category: health, vulnerability, access needs."""


P0, P1, P2, P3, P4 = PrivacyClass
SEALED = (P2, P3, P4)


class Unclassified(TypeError):
    """An event field does not say which class of data it holds."""


def class_of(owner: str, name: str, field: FieldInfo) -> PrivacyClass:
    """The class that a field declares.

    Raises Unclassified where there is none or more than one, and where a sealed field is required:
    a reader without the key, or after erasure, must still be able to read the event.
    """
    declared = [mark for mark in field.metadata if isinstance(mark, PrivacyClass)]
    if len(declared) != 1:
        raise Unclassified(
            f"{owner}.{name} declares {len(declared)} classes of data: give it one of P0 to P4"
        )
    if declared[0] in SEALED and field.is_required():
        raise Unclassified(f"{owner}.{name} is sealed ({declared[0]}) but required: give it None")
    return declared[0]
