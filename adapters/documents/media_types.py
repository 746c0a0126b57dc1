"""What kinds of document may be attached: their names, endings and looks, the same everywhere."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.documents import signatures
from adapters.documents.signatures import FIRST, Looks, begins, is_text
from domain.errors import ErrorCategory

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
UNNAMED = "bin"


class TypeNotAllowed(ValueError):
    """Documents of this kind are not taken."""

    category = ErrorCategory.UNFIT


class NotThatType(ValueError):
    """The content is not of the kind that it is said to be."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. endings: of names, its own first. names: other ones that are in use for it.

    or_else: what is often called by its name and is another kind.
    """

    looks: Looks
    endings: str
    names: str = ""
    or_else: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "application/pdf": Kind(
        signatures.is_pdf, "pdf", "application/x-pdf application/acrobat application/vnd.pdf"
    ),
    "application/msword": Kind(
        signatures.OLE, "doc dot", "application/x-msword", or_else=("application/rtf", DOCX)
    ),
    "application/vnd.ms-excel": Kind(
        signatures.OLE,
        "xls xlt",
        "application/msexcel application/x-msexcel application/x-ms-excel application/xls",
        or_else=(XLSX, "text/csv"),
    ),
    "application/vnd.ms-outlook": Kind(
        signatures.OLE, "msg", "application/msoutlook application/x-msg"
    ),
    DOCX: Kind(signatures.zip_or_locked, "docx"),
    XLSX: Kind(signatures.zip_or_locked, "xlsx"),
    f"{OPEN}text": Kind(signatures.ZIP, "odt"),
    f"{OPEN}spreadsheet": Kind(signatures.ZIP, "ods"),
    "application/rtf": Kind(signatures.RTF, "rtf", "text/rtf application/x-rtf"),
    "audio/mpeg": Kind(
        signatures.is_mpeg_audio,
        "mp3 mp2 mpga",
        "audio/mp3 audio/x-mp3 audio/mpeg3 audio/x-mpeg audio/x-mpeg-3 audio/mpg",
    ),
    "audio/mp4": Kind(signatures.MP4, "m4a m4b", "audio/x-m4a audio/m4a audio/x-mp4"),
    "audio/ogg": Kind(
        begins(b"OggS"),
        "ogg oga opus spx",
        "audio/x-ogg audio/vorbis audio/opus application/ogg application/x-ogg",
    ),
    "audio/wav": Kind(
        signatures.WAVE, "wav wave", "audio/x-wav audio/wave audio/vnd.wave audio/x-pn-wav"
    ),
    "image/gif": Kind(begins(b"GIF87a", b"GIF89a"), "gif"),
    "image/heic": Kind(
        signatures.MP4, "heic heif hif", "image/heif image/heic-sequence image/heif-sequence"
    ),
    "image/jpeg": Kind(begins(b"\xff\xd8\xff"), "jpg jpeg jpe jfif", "image/jpg image/pjpeg"),
    "image/png": Kind(begins(b"\x89PNG\r\n\x1a\n"), "png", "image/x-png"),
    "image/tiff": Kind(signatures.TIFF, "tif tiff", "image/tif image/x-tiff image/x-tif"),
    "image/webp": Kind(signatures.WEBP, "webp"),
    "message/rfc822": Kind(is_text, "eml", "application/eml application/x-eml"),
    "text/csv": Kind(
        is_text,
        "csv",
        "application/csv text/x-csv application/x-csv text/comma-separated-values",
    ),
    "text/plain": Kind(
        is_text, "txt text md markdown log tsv", "text/markdown text/tab-separated-values"
    ),
    "video/mp4": Kind(signatures.MP4, "mp4 m4v", "video/x-m4v"),
    "video/quicktime": Kind(signatures.QUICKTIME, "mov qt"),
}
"""The kinds that are known; formats that are made for macros, and programs, are not among them."""

ALLOWED = tuple(KINDS)
SAME = {name: kind for kind, entry in KINDS.items() for name in entry.names.split()}
BY_ENDING = {ending: kind for kind, entry in KINDS.items() for ending in entry.endings.split()}
# Without the lists of the machine, which differ.
OTHERS = mimetypes.MimeTypes(filenames=())


def named(media_type: str) -> str:
    """The one name of a kind that goes by several."""
    return SAME.get(media_type, media_type)


def of_name(name: str) -> str | None:
    """The kind that a file's name tells by its ending."""
    known = BY_ENDING.get(name.rpartition(".")[2].lower()) if "." in name else None
    other, packed = OTHERS.guess_type(name)
    return known or (named(other) if other and not packed else None)


def endings_of(media_type: str) -> tuple[str, ...]:
    """The endings of names of a kind, without the point, its own first; there is always one."""
    known = KINDS.get(media_type)
    found = OTHERS.guess_extension(media_type) or f".{UNNAMED}"
    return tuple(known.endings.split()) if known else (found[1:],)


def must_be_allowed(media_type: str, allowed: Sequence[str]) -> None:
    """Raises TypeNotAllowed for a kind that is not among those allowed."""
    if media_type not in allowed:
        raise TypeNotAllowed(
            f"documents of the type {media_type} are not taken here: convert it, for instance to "
            f"application/pdf (taken are: {', '.join(sorted(allowed))})"
        )


def seen_as(media_type: str, first: bytes, allowed: Sequence[str] = ALLOWED) -> str:
    """The kind of content that begins so (FIRST, or all), where it is told as this one.

    Raises NotThatType. A kind that is not known is taken as it is called.
    """
    known = KINDS.get(media_type)
    others = [kind for kind in known.or_else if kind in allowed] if known else []
    for kind in (media_type, *others):
        if kind not in KINDS or KINDS[kind].looks(first[:FIRST]):
            return kind
    marked = {kind: entry.looks for kind, entry in KINDS.items() if entry.looks is not is_text}
    like = [kind for kind, looks in marked.items() if looks(first[:FIRST])]
    hint = f"it looks like {like[0]}: " if len(like) == 1 else ""
    raise NotThatType(
        f"the content is not of the type {media_type}: {hint}name the type that it has, or convert "
        "it"
    )
