"""How content of each kind begins: all the beginnings that the kind is known to have."""

from collections.abc import Callable

FIRST = 1024
"""So many octets tell the kind."""
TEXT = bytes({*range(0x20, 0x100), *b"\a\b\t\n\v\f\r\x1a\x1b"})
"""What a text is made of, in whatever charset whose units are octets."""
BOXES = ("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot")

Looks = Callable[[bytes], bool]


def begins(*marks: bytes) -> Looks:
    """Content whose first octets are one of these."""
    return lambda first: first.startswith(marks)


def has(place: int, *marks: bytes, behind: tuple[bytes, ...] = (b"",)) -> Looks:
    """Content with one of the marks at a place. behind: how it begins before that."""
    return lambda first: first.startswith(behind) and first[place:].startswith(marks)


def is_text(octets: bytes) -> bool:
    """Octets that may all stand in a text."""
    return not octets.translate(None, TEXT)


def is_pdf(first: bytes) -> bool:
    """Readers take what comes before the mark for no part of the file."""
    return b"%PDF-" in first


def is_mpeg_audio(first: bytes) -> bool:
    """A tag of ID3, or a frame of any version and layer with a valid rate, maybe after padding."""
    if first.startswith(b"\xff\xfe"):
        return False  # The mark of UTF-16, which is also a frame of layer I that nobody uses.
    frame = first.lstrip(b"\0")
    if frame.startswith(b"ID3"):
        return True
    if len(frame) < 3 or frame[0] != 0xFF or frame[1] < 0xE0:
        return False
    version, layer = frame[1] >> 3 & 3, frame[1] >> 1 & 3
    bit_rate, sampling = frame[2] >> 4, frame[2] >> 2 & 3
    return version != 1 and layer != 0 and bit_rate != 15 and sampling != 3


OLE = begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
ZIP = begins(b"PK\x03\x04")
RTF = begins(b"{\\rtf")
MP4 = has(4, b"ftyp")
QUICKTIME = has(4, *(box.encode() for box in BOXES))
WAVE = has(8, b"WAVE", behind=(b"RIFF", b"RF64", b"BW64"))
WEBP = has(8, b"WEBP", behind=(b"RIFF",))
TIFF = begins(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def zip_or_locked(first: bytes) -> bool:
    """A zip, or the OLE file that a password makes of it."""
    return ZIP(first) or OLE(first)
