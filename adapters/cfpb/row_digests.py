"""What a CFPB row says, as MACs: one that names the row, one that tells whether it changed."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

import orjson

from adapters.cfpb.columns import NOTHING

MOST_SPELLINGS = 3**7
"""Seven columns without a value, each written in three ways."""
MOST_NAMES = 2**6


@dataclass(frozen=True)
class RowDigests:
    """The values of one row as they mean, so that layout and order of columns do not count.

    values: all its columns, its days as days, however the layout writes them. said: those of them
    that say something.
    """

    secret: bytes
    values: Mapping[str, str]
    said: Mapping[str, str]

    @cached_property
    def name(self) -> bytes:
        """What names a row without a number, for ever: N/A and None are values here."""
        return self._mac(self.values)

    @cached_property
    def content(self) -> str:
        """What the row says; columns that say nothing do not count. In hex."""
        return self._mac(self.said).hex()

    def earlier(self) -> Iterator[str]:
        """The names of rows that say the same, in hex: nothing is written in several ways.

        Rows imported before contents were compared are known by their name alone.
        """
        yield self.name.hex()
        for spelling in self._spelt(NOTHING, MOST_SPELLINGS):
            yield self._mac(spelling).hex()

    def other_names(self) -> Iterator[bytes]:
        """The names under which a row without a number may stand already: in another layout.

        One layout has blanks and N/A, by column; the newest has None throughout.
        """
        for words, most in ((NOTHING[:2], MOST_NAMES), (NOTHING[2:], 1)):
            yield from map(self._mac, self._spelt(words, most))

    def _spelt(self, words: Sequence[str], most: int) -> Iterator[dict[str, str]]:
        """The row's values with nothing written in each of these words, in the order of columns."""
        silent = [name for name in self.values if name not in self.said]
        for spelling in islice(product(words, repeat=len(silent)), most):
            yield {**self.said, **dict(zip(silent, spelling, strict=True))}

    def _mac(self, values: Mapping[str, str]) -> bytes:
        """It equals ``octets.mac(secret, "", values)`` without the empty values.

        The values are text from valid UTF-8 without NUL under our own names, so the guard of
        ``canonical`` would look at them in vain.
        """
        said = {name: text for name, text in values.items() if text}
        return hmac.digest(self.secret, orjson.dumps(said, option=orjson.OPT_SORT_KEYS), "sha256")
