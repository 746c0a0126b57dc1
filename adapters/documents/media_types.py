"""What kinds of document may be attached, and whether the content looks like what it is called."""

from collections.abc import Callable, Sequence

FIRST = 1024
"""So many octets tell the kind."""
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1b")

Looks = Callable[[bytes], bool]


class TypeNotAllowed(ValueError):
    """Documents of this kind are not taken."""


class NotThatType(ValueError):
    """The content is not of the kind that it is said to be."""


def _begins(*marks: bytes) -> Looks:
    return lambda first: first.startswith(marks)


def _has(place: int, mark: bytes, *, begins: bytes = b"") -> Looks:
    return lambda first: first.startswith(begins) and first[place : place + len(mark)] == mark


def _is_text(first: bytes) -> bool:
    return CONTROLS.isdisjoint(first)


def _is_pdf(first: bytes) -> bool:
    # Readers take what comes before it for no part of the file.
    return b"%PDF-" in first


OLE, ZIP = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), _begins(b"PK\x03\x04")
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."

LOOKS: dict[str, Looks] = {
    "application/pdf": _is_pdf,
    "application/msword": OLE,
    "application/vnd.ms-excel": OLE,
    "application/vnd.ms-outlook": OLE,
    f"{OFFICE}wordprocessingml.document": ZIP,
    f"{OFFICE}spreadsheetml.sheet": ZIP,
    f"{OPEN}text": ZIP,
    f"{OPEN}spreadsheet": ZIP,
    "application/rtf": _begins(b"{\\rtf"),
    "audio/mpeg": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "audio/mp4": _has(4, b"ftyp"),
    "audio/ogg": _begins(b"OggS"),
    "audio/wav": _has(8, b"WAVE", begins=b"RIFF"),
    "image/gif": _begins(b"GIF87a", b"GIF89a"),
    "image/heic": _has(4, b"ftyp"),
    "image/jpeg": _begins(b"\xff\xd8\xff"),
    "image/png": _begins(b"\x89PNG\r\n\x1a\n"),
    "image/tiff": _begins(b"II*\x00", b"MM\x00*"),
    "image/webp": _has(8, b"WEBP", begins=b"RIFF"),
    "message/rfc822": _is_text,
    "text/csv": _is_text,
    "text/plain": _is_text,
    "video/mp4": _has(4, b"ftyp"),
    "video/quicktime": _has(4, b"ftyp"),
}
"""The kinds that are known, each by its first octets; macros and programs are not among them."""

ALLOWED = tuple(LOOKS)


def must_be_allowed(media_type: str, allowed: Sequence[str]) -> None:
    """Raises TypeNotAllowed for a kind that is not among those allowed."""
    if media_type not in allowed:
        raise TypeNotAllowed(
            f"documents of the type {media_type} are not taken here: convert it, for instance to "
            f"application/pdf (taken are: {', '.join(sorted(allowed))})"
        )


def must_look_like(media_type: str, first: bytes) -> None:
    """Compare the first octets (FIRST, or all) with those of the kind. Raises NotThatType.

    A kind without a known beginning is taken as it is called.
    """
    looks = LOOKS.get(media_type)
    if looks is not None and not looks(first[:FIRST]):
        raise NotThatType(
            f"the content is not of the type {media_type}: name the type that it has, or convert it"
        )
