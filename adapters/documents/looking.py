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
        wide = next((name for name in (marked, self.charset) if name in WIDE), None)
        if wide and self.media_type in WHOLE:
            self._decoder = codecs.getincrementaldecoder(wide)()
        else:
            self.media_type = seen_as(self.media_type, first, self._allowed)
        if self.media_type in WHOLE:
            self.charset = self.charset or marked
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
