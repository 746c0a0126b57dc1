"""What may be attached: known kinds, and content that looks like what it is called."""

import pytest

from adapters.documents.media_types import (
    ALLOWED,
    LOOKS,
    NotThatType,
    TypeNotAllowed,
    must_be_allowed,
    must_look_like,
)

MP4 = b"\x00\x00\x00\x18ftypmp42"
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", b"PK\x03\x04rest"
EXAMPLES = {
    "application/pdf": b"%PDF-1.7 rest",
    "application/msword": OLE,
    "application/vnd.ms-excel": OLE,
    "application/vnd.ms-outlook": OLE,
    "application/rtf": b"{\\rtf1",
    "audio/mpeg": b"ID3rest",
    "audio/mp4": MP4,
    "audio/ogg": b"OggSrest",
    "audio/wav": b"RIFF\x00\x00\x00\x00WAVE",
    "image/gif": b"GIF89arest",
    "image/heic": b"\x00\x00\x00\x18ftypheic",
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\nrest",
    "image/tiff": b"II*\x00rest",
    "image/webp": b"RIFF\x00\x00\x00\x00WEBP",
    "message/rfc822": b"From: x\r\n\r\ntext",
    "text/csv": "a;b\nä;ö\n".encode(),
    "text/plain": "Grüße\n".encode("latin-1"),
    "video/mp4": MP4,
    "video/quicktime": b"\x00\x00\x00\x18ftypqt  ",
    **{name: ZIP for name in LOOKS if "document" in name},
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"


@pytest.mark.parametrize("media_type", ALLOWED)
def test_each_kind_looks_like_itself_and_no_program_looks_like_it(media_type: str) -> None:
    must_look_like(media_type, EXAMPLES[media_type])
    with pytest.raises(NotThatType, match=media_type):
        must_look_like(media_type, PROGRAM)


def test_a_picture_is_no_pdf_and_text_is_no_picture() -> None:
    with pytest.raises(NotThatType):
        must_look_like("application/pdf", EXAMPLES["image/png"])
    with pytest.raises(NotThatType):
        must_look_like("image/png", b"just text")


@pytest.mark.parametrize("media_type", ["application/x-msdownload", "text/html", "image/svg+xml"])
def test_kinds_that_run_or_are_unknown_are_not_taken(media_type: str) -> None:
    with pytest.raises(TypeNotAllowed, match="application/pdf"):
        must_be_allowed(media_type, ALLOWED)


def test_an_installation_may_take_fewer_kinds_or_others() -> None:
    must_be_allowed("application/x-own", ("application/x-own",))
    must_look_like("application/x-own", PROGRAM)
    with pytest.raises(TypeNotAllowed):
        must_be_allowed("image/png", ("application/pdf",))
