"""Content as it comes in: whether it is what it is called, and in which charset its text is."""

import codecs
from collections.abc import Sequence

from adapters.documents.media_types import (
    ALLOWED,
    NotThatType,
    must_be_allowed,
    named,
    seen_as,
)
from adapters.documents.signatures import FIRST, is_text

WHOLE = ("text/plain", "text/csv")
"""Kinds that have no mark of their own, so that all of the content is looked at."""
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8"),
)
WIDE = frozenset({"utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"})
"""Charsets whose units are wider than an octet."""
DECODED = WIDE | {"utf-8"}
"""Charsets that not every row of octets can be; of the others every octet means something."""


class Looking:
    """One document that is looked at while it passes.

    media_type, charset: what it is, once all of it came; as told at first. Raises TypeNotAllowed.
    """

    def __init__(
        self, media_type: str, charset: str | None = None, *, allowed: Sequence[str] = ALLOWED
    ) -> None:
        self.media_type = named(media_type)
        must_be_allowed(self.media_type, allowed)
        self._allowed = allowed
        self.charset = charset
        self._first: bytes | None = b""
        self._decoder: codecs.IncrementalDecoder | None = None

    def add(self, octets: bytes) -> None:
        """Look at what comes next. Raises NotThatType."""
        if self._first is None:
            self._look(octets)
            return
        self._first += octets
        if len(self._first) >= FIRST:
            self._settle(self._first)

    def end(self) -> None:
        """All came. Raises NotThatType."""
        if self._first is not None:
            self._settle(self._first)
        self._look(b"", final=True)

    def _settle(self, first: bytes) -> None:
        """What it is shows in the first octets."""
        self._first = None
        marked = next((name for mark, name in MARKS if first.startswith(mark)), None)
        if not (self.media_type in WHOLE and self.charset in WIDE):
            plain = first.decode(marked, "ignore").encode() if marked in WIDE else first
            self.media_type = seen_as(self.media_type, plain, self._allowed)
        if self.media_type in WHOLE:
            _must_agree(self.charset, marked)
            self.charset = self.charset or marked
            if marked in WIDE or self.charset in DECODED:
                self._decoder = codecs.getincrementaldecoder(marked or self.charset or "")()
        elif not self.media_type.startswith("text/"):
            self.charset = None
        self._look(first)

    def _look(self, octets: bytes, *, final: bool = False) -> None:
        if self.media_type not in WHOLE:
            return
        try:
            text = self._decoder.decode(octets, final).encode() if self._decoder else octets
        except UnicodeError:
            text = b"\0"
        if not is_text(text):
            raise NotThatType(
                f"the content is not of the type {self.media_type}: it holds what no text does; "
                "name the type that it has, or save it as text in UTF-8"
            )


def _must_agree(charset: str | None, marked: str | None) -> None:
    """Raises NotThatType for a charset that there is not, or that the content's mark denies."""
    if charset is None:
        return
    try:
        is_text_encoding = codecs.lookup(charset)._is_text_encoding
    except LookupError:
        is_text_encoding = False
    if not is_text_encoding:
        raise NotThatType(f"there is no charset {charset}: name the one that it has, or none")
    if marked and not charset.startswith(marked):
        raise NotThatType(
            f"the content says by its mark that it is {marked}, and not {charset}: name that "
            "charset, or none"
        )
