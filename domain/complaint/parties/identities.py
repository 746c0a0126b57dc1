"""4.9 Who a party is, as far as their events tell it, and whether two are known to be one."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from domain.complaint.events import Contact, PartyDetailsCorrected
from domain.recorded import Recorded
from domain.values import is_visible

ENOUGH_DIGITS = 8
"""So many last digits of a number are alike however the rest of it is dialled."""


def contact_of(events: Sequence[Recorded], party_id: UUID | None) -> Contact | None:
    """How a party is reached, as their events tell it, the later before the earlier.

    None where nothing is known, or nothing can be opened any more.
    """
    known: dict[str, object] = {}
    for event in (one.event for one in events):
        under = getattr(event, event.SEALED_UNDER, None)
        if party_id is None or under != party_id:
            continue
        if isinstance(event, PartyDetailsCorrected):
            # What was corrected to nothing is known no more.
            known = {name: value for name, value in known.items() if name not in event.field_codes}
        for contact in _contacts(event):
            # Older receipts may hold what nobody can see; it says nothing.
            known |= {name: value for name, value in contact if value and is_visible(value)}
    return Contact.model_validate(known) if known else None


def are_told_apart(one: Contact | None, other: Contact | None) -> bool:
    """Whether what is known of both shows two people: other names, or nothing told is alike.

    A family may share an address or a number; a name may be told in short.
    """
    alike = dict(_compared(one, other))
    if one and other and alike.get("name") is False and not _is_short(one.name, other.name):
        return True
    return bool(alike) and not any(alike.values())


def _is_short(one: str | None, other: str | None) -> bool:
    """Whether one name is the other with words left out or shortened."""
    fewer, more = sorted((_words(each or "").split() for each in (one, other)), key=len)
    left = list(more)
    for word in fewer:
        found = next(
            (each for each in left if each.startswith(word) or word.startswith(each)), None
        )
        if found is None:
            return False
        left.remove(found)
    return True


def are_known_as_one(one: Contact | None, other: Contact | None) -> bool:
    """Whether an address or number shows one person, and the names do not show two."""
    alike = dict(_compared(one, other))
    is_named_so = alike.get("name", True) and alike.get("organisation", True)
    return is_named_so and (alike.get("email", False) or alike.get("phone", False))


def _compared(one: Contact | None, other: Contact | None) -> Iterator[tuple[str, bool]]:
    """Each trait of which both told something that can be compared, and whether it is alike."""
    for name, sign in _SIGNS.items():
        mine, theirs = (sign(getattr(each, name, None) or "") for each in (one, other))
        if mine and theirs:
            yield name, mine == theirs


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in folded)
    return " ".join(sorted(kept.split()))


def _mail(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())[-ENOUGH_DIGITS:]


_SIGNS: Mapping[str, Callable[[str], str]] = {
    "name": _words,
    "organisation": _words,
    "email": _mail,
    "phone": _digits,
}
"""What tells people apart, and how it is written alike."""


def _contacts(event: object) -> Iterable[Contact]:
    fields = getattr(type(event), "model_fields", {})
    values = (getattr(event, name) for name in fields)
    return (value for value in values if isinstance(value, Contact))
