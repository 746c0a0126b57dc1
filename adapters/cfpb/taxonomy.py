"""Which code a label of the CFPB has, and which label a code: one code for each listed label.

The list is ``taxonomy.csv``. Its codes are stored in the record for ever: lines are added, never
changed. A label that is not in it gets a code made from the label alone, so that it is the same in
every file and installation; a line that is added later has to give just that code.
"""

import csv
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Literal, NamedTuple

from domain.values import is_visible

TAXONOMY_VERSION = 1
LONGEST_CODE = 80
LONGEST_LABEL = 160
DIGEST_DIGITS = 8

Kind = Literal["product", "issue", "company", "channel", "response"]


class Entry(NamedTuple):
    """One line of the list."""

    kind: str
    code: str
    label: str


class NoLabel(ValueError):
    """A text that can not name a product, an issue, a company, a channel or a response."""


class Taxonomy:
    """The listed labels, and the unlisted ones that were met."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        for entry in entries:
            self._add(*entry)
        self._folded = {kind: _folded(codes) for kind, codes in self._codes.items()}
        self.unlisted: dict[tuple[str, str], str] = {}

    @classmethod
    def shipped(cls) -> "Taxonomy":
        """The list that comes with Plaint."""
        text = resources.files(__package__).joinpath("taxonomy.csv").read_text(encoding="utf-8")
        return cls(Entry(**line) for line in csv.DictReader(text.splitlines()))

    def code(self, kind: Kind, label: str) -> str:
        """The code of a label, else of the one that it looks like; an unlisted one is remembered.

        Of products, issues, channels and responses, case does not count; of companies it does,
        for some are listed in two ways.

        Raises NoLabel for a blank, for several lines and for what is longer than any label: a code
        is public, so free text that slipped into a column must not get one.
        """
        codes = self._codes.get(kind, {})
        if found := codes.get(label) or codes.get(plain(label)):
            return found
        listed = self._folded.get(kind, {}) if kind != "company" else {}
        return listed.get(_fold(label)) or self._unlisted(kind, label)

    def label(self, kind: Kind, code: str) -> str | None:
        """What to show for a code; None for one that is not known here."""
        return self._labels.get(kind, {}).get(code)

    def _unlisted(self, kind: Kind, label: str) -> str:
        if not label.strip() or len(label) > LONGEST_LABEL or label.splitlines() != [label]:
            raise NoLabel(
                f"{kind} is no label ({len(label)} characters): it has to be one line of 1 to "
                f"{LONGEST_LABEL} characters"
            )
        looks = plain(label) or label
        code = suffixed(kind, looks)
        self.unlisted[kind, looks] = code
        self._add(kind, code, looks)
        return code

    def _add(self, kind: str, code: str, label: str) -> None:
        codes, labels = self._codes.setdefault(kind, {}), self._labels.setdefault(kind, {})
        if label in codes or code in labels:
            raise ValueError(f"{kind} {code!r} or {label!r} is listed twice: keep one of them")
        codes[label], labels[code] = code, label


def plain(label: str) -> str:
    """A label as it looks: without signs that nobody sees, and with one sign for each look.

    One in ASCII alone, as nearly all are, stays as it is: codes were made of it.
    """
    return label if label.isascii() else _seen(label)


def _seen(label: str) -> str:
    signs = unicodedata.normalize("NFKC", label)
    return " ".join("".join(sign for sign in signs if sign == " " or is_visible(sign)).split())


def _fold(label: str) -> str:
    return " ".join(_seen(label).casefold().split())


def _folded(codes: Mapping[str, str]) -> dict[str, str]:
    """The codes by what their labels look like, whatever the case, where that is of one alone."""
    alike = Counter(map(_fold, codes))
    return {_fold(label): code for label, code in codes.items() if alike[_fold(label)] == 1}


def slug(kind: str, label: str) -> str:
    """A label in the letters of a code; different labels may have the same slug."""
    words = re.sub(r"[^a-z0-9]+", "_", label.lower().replace("'", "")).strip("_")
    return words if words[:1].isalpha() else f"{kind}_{words}".rstrip("_")


def suffixed(kind: str, label: str) -> str:
    """The slug, cut where needed, and a digest of the exact label: for a slug that is not alone."""
    digest = hashlib.sha256(label.encode()).hexdigest()[:DIGEST_DIGITS]
    room = LONGEST_CODE - 1 - DIGEST_DIGITS
    return f"{slug(kind, label)[:room].rstrip('_')}_{digest}"
