"""What a document is called as a file: whatever its title says, on whatever machine."""

import re
import unicodedata
from urllib.parse import quote
from uuid import UUID

from adapters.documents.media_types import endings_of
from domain.values import is_visible

LONGEST = 200
"""Octets of a name in UTF-8: file systems take 255, and a header has to stay small."""
UNFIT = frozenset('/\\:*?"<>|%')
"""What paths, shells, drives or headers read as more than a sign."""
JOINERS = frozenset("\u200c\u200d")
RESERVED = re.compile(
    r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(?![^.\s])", re.IGNORECASE
)
"""Names that are devices on Windows, with any ending."""


def file_name(title: str | None, document_id: UUID, media_type: str) -> str:
    """A name that can stand in any folder, with the ending of its kind."""
    own, *others = endings_of(media_type)
    plain = _plain(title or "")
    stem, point, ending = plain.rpartition(".")
    if point and ending.lower() in (own, *others):
        plain = stem.rstrip(". ")
    else:
        ending = own
    short = plain.encode()[: LONGEST - len(ending) - 1].decode(errors="ignore").rstrip(". ")
    return f"{_no_device(short) if is_visible(short) else document_id}.{ending}"


def disposition(name: str, document_id: UUID) -> str:
    """To be saved, never shown inside a page; with a name for those who read ASCII alone.

    A title without a letter of ASCII leaves the document's id, so that no two take one name.
    RFC 6266, 4.3 and appendix D; RFC 8187.
    """
    stem, _, ending = name.rpartition(".")
    bare = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ ()-]", "_", bare).strip("-. ")
    fallback = _no_device(plain) if re.search(r"[A-Za-z]", plain) else f"document-{document_id}"
    return f"attachment; filename=\"{fallback}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(title: str) -> str:
    """The title's signs that may stand in a name; the others leave a gap."""
    signs = "".join(sign if _may_stand(sign) else " " for sign in title)
    return " ".join(signs.split()).strip("-~. ")


def _may_stand(sign: str) -> bool:
    return sign in JOINERS or (sign not in UNFIT and unicodedata.category(sign)[0] not in "CZ")


def _no_device(name: str) -> str:
    return f"_{name}" if RESERVED.match(name) else name
