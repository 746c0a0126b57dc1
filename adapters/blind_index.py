"""Contact details and product references as keyed digests: alike ones are found, none is read.

Each digest is the first 16 octets of HMAC-SHA256 under the index key over its kind, the legal
entity and the detail in one way of writing it. So without the index key nobody can try names or
numbers, and equal digits of a telephone and of a product are two things.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from adapters.canonical import canonical
from domain.complaint.events import Contact

Kind = Literal["email", "phone", "name_and_postal_code", "product_reference"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LABEL = b"plaint-contact/v1\n"
WRITING = 2
"""The version of how details are written to be compared; another needs the index made anew."""
OCTETS = 16
FEWEST_DIGITS, COMPARED_DIGITS = 6, 8
"""A telephone number is known by its last digits, however the country is written or left out."""
FEWEST_SIGNS = 4
"""A shorter product reference, such as ``12``, would be alike in complaints about anything."""
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
EXTENSION = re.compile(r"(?<=[\d)])\s*[;,]?\s*(?:ext|x\s*\d|#|dw\b|durchwahl|app\b|داخلی)")
"""Where the extension of a number begins, in its usual forms; it is dialled after the number."""
ANOTHER = re.compile(r"[;,/|\n]|(?=\+)|(?<=\d)\s+(?=[^\W\dx](?!xt|w\b|pp\b|urchwahl|اخلی))")
"""Where another number may begin: behind a sign, or a word; but 030/90 18 20 is one number."""
ALIKE = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", **dict.fromkeys("ـ\u200c\u200d\u200e\u200f")}
)
"""Arabic letters that Persian keyboards write otherwise; strokes and marks that nobody sees."""


class Detail(NamedTuple):
    """One detail, in the one way of writing it that is compared."""

    kind: Kind
    text: str


class Digest(NamedTuple):
    """What the index holds of a detail."""

    kind: Kind
    octets: bytes


def details_of(contact: Contact | None, product_reference: str | None = None) -> list[Detail]:
    """What of a contact and a product can be compared; of telephone numbers each that is named."""
    found = [*_of_contact(contact or Contact()), *_of_product(product_reference or "")]
    return [Detail(kind, text) for kind, text in found if text]


def digests(key: bytes, legal_entity: str, details: Iterable[Detail]) -> list[Digest]:
    """The details under the index key, 32 octets. Those of two legal entities are never alike."""
    return [
        Digest(one.kind, _mac(key, [one.kind, legal_entity, one.text])[:OCTETS]) for one in details
    ]


def _mac(key: bytes, said: list[str]) -> bytes:
    return hmac.new(key, LABEL + canonical(said), hashlib.sha256).digest()


def _of_contact(contact: Contact) -> Iterator[tuple[Kind, str]]:
    yield "email", _email(contact.email or "")
    yield from (("phone", number) for number in _phones(contact.phone or ""))
    name, place = _words(contact.name or contact.organisation or ""), _signs(contact.postal_code)
    if name and place:
        yield "name_and_postal_code", f"{name}\n{place}"


def _of_product(reference: str) -> Iterator[tuple[Kind, str]]:
    signs = _signs(reference)
    yield "product_reference", signs if len(signs) >= FEWEST_SIGNS else ""


def _plain(text: str) -> str:
    """One way of writing: any digits as ASCII ones, letters of one alphabet however it is typed."""
    alike = unicodedata.normalize("NFKC", text).translate(ALIKE)
    return "".join(map(_digit, alike)).strip().casefold()


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _email(text: str) -> str:
    seen = "".join(sign for sign in _plain(text) if unicodedata.category(sign) != "Cf")
    found = EMAIL.search(seen.removeprefix("mailto:"))
    return found[0] if found else ""


def _phones(text: str) -> list[str]:
    """The end of each number: of +44 (0)20 and 020 only the end is alike."""
    numbers, digits = [], ""
    for part in ANOTHER.split(_plain(text)):
        digits += "".join(sign for sign in EXTENSION.split(part)[0] if sign.isdecimal())
        if len(digits) >= FEWEST_DIGITS:
            numbers.append(digits[-COMPARED_DIGITS:])
            digits = ""
    return list(dict.fromkeys(numbers))


def _words(text: str) -> str:
    """A name without accents, its words in one order: ``Müller, Eva`` is ``eva muller``."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    return " ".join(sorted(re.findall(r"\w+", _plain(bare))))


def _signs(text: str | None) -> str:
    return "".join(sign for sign in _plain(text or "") if sign.isalnum())
