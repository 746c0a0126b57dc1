"""What may be attached: kinds by all their names, and content that is what it is called."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.documents.looking import Looking
from adapters.documents.media_types import (
    ALLOWED,
    DOCX,
    KINDS,
    SAME,
    XLSX,
    NotThatType,
    TypeNotAllowed,
    endings_of,
    named,
    of_name,
)
from adapters.documents.signatures import FIRST

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
    **{name: ZIP for name in KINDS if "document" in name},
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"
MPEG = ["fffb", "fff3", "fff2", "fffa", "ffe3", "ffe2", "fffd"]
NO_MPEG = ["fff19000", "ffeb9000", "fffbf000", "fffb9c00", "ffd8ffe0", "fffb"]
FURTHER = [
    *[("audio/mpeg", bytes.fromhex(f"{sync}9000")) for sync in MPEG],
    ("audio/mpeg", bytes(40) + b"ID3rest"),
    ("audio/mpeg", bytes(40) + bytes.fromhex("fffb9000")),
    ("audio/wav", b"RF64\xff\xff\xff\xffWAVEds64"),
    *[("video/quicktime", b"\0\0\0\x08" + box) for box in (b"wide", b"moov", b"mdat", b"free")],
    ("video/quicktime", b"\0\0\0\x08skip"),
    *[("image/tiff", mark) for mark in (b"II+\0\x08\0", b"MM\0+\0\x08")],
    *[(locked, OLE) for locked in (DOCX, XLSX)],
    *[("text/plain", b"dir" + sign) for sign in (b"\x1a", b"\v", b"\b")],
]


def looked_at(media_type: str, content: bytes, charset: str | None = None) -> Looking:
    """What is known of content after all of it came, in pieces."""
    looking = Looking(media_type, charset)
    for start in range(0, len(content), 700):
        looking.add(content[start : start + 700])
    looking.end()
    return looking


@pytest.mark.parametrize("media_type", ALLOWED)
def test_each_kind_looks_like_itself_and_no_program_looks_like_it(media_type: str) -> None:
    assert looked_at(media_type, EXAMPLES[media_type]).media_type == media_type
    with pytest.raises(NotThatType, match=media_type):
        looked_at(media_type, PROGRAM)


@pytest.mark.parametrize(("media_type", "content"), FURTHER)
def test_every_beginning_that_a_kind_is_known_to_have_is_taken(
    media_type: str, content: bytes
) -> None:
    assert looked_at(media_type, content).media_type == media_type


@pytest.mark.parametrize("first", NO_MPEG)
def test_a_frame_without_a_valid_layer_or_rate_is_no_mpeg_audio(first: str) -> None:
    with pytest.raises(NotThatType):
        looked_at("audio/mpeg", bytes.fromhex(first))


def test_a_picture_is_no_pdf_and_text_is_no_picture() -> None:
    with pytest.raises(NotThatType, match="looks like image/png"):
        looked_at("application/pdf", EXAMPLES["image/png"])
    with pytest.raises(NotThatType):
        looked_at("image/png", b"just text")


@pytest.mark.parametrize(
    ("told", "content", "is_really"),
    [
        ("application/vnd.ms-excel", b"a,b\n1,2\n", "text/csv"),
        ("application/vnd.ms-excel", ZIP, XLSX),
        ("application/msword", b"{\\rtf1", "application/rtf"),
        ("application/msword", ZIP, DOCX),
    ],
)
def test_what_goes_by_the_name_of_an_older_kind_is_taken_as_what_it_is(
    told: str, content: bytes, is_really: str
) -> None:
    assert looked_at(told, content).media_type == is_really
    with pytest.raises(NotThatType):
        Looking(told, allowed=(told,)).add(content.ljust(FIRST, b" "))


@pytest.mark.parametrize("name", SAME)
def test_a_kind_goes_by_all_its_names(name: str) -> None:
    kind = named(name)
    assert kind in ALLOWED
    assert name not in ALLOWED
    assert looked_at(name, EXAMPLES[kind]).media_type == kind


@pytest.mark.parametrize(
    "name",
    [
        *("audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/x-m4a", "audio/mp3", "text/rtf"),
        *("application/x-rtf", "image/heif", "image/jpg", "application/csv", "application/x-pdf"),
    ],
)
def test_names_that_systems_use_are_known(name: str) -> None:
    assert named(name) in ALLOWED


def test_no_ending_means_two_kinds() -> None:
    endings = [ending for kind in KINDS for ending in endings_of(kind)]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize("media_type", ALLOWED)
def test_every_ending_of_a_kind_tells_it(media_type: str) -> None:
    for ending in endings_of(media_type):
        assert of_name(f"A. letter.{ending.upper()}") == media_type


def test_endings_mean_the_same_on_every_machine() -> None:
    names = [f"x.{ending}" for kind in KINDS for ending in endings_of(kind)]
    names += ["x.html", "x.csv.gz", "x", "x.zzz"]
    code = (
        "import mimetypes; mimetypes.knownfiles = []; mimetypes.add_type('x/y', '.zzz')\n"
        "from adapters.documents.media_types import of_name\n"
        f"print([of_name(name) for name in {names}])"
    )
    bare = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = [of_name(name) for name in names]
    assert bare.stdout.strip() == str(here)
    assert here[-4:] == ["text/html", None, None, None]


@pytest.mark.parametrize("media_type", ["application/x-msdownload", "text/html", "image/svg+xml"])
def test_kinds_that_run_or_are_unknown_are_not_taken(media_type: str) -> None:
    with pytest.raises(TypeNotAllowed, match="application/pdf"):
        Looking(media_type)


def test_an_installation_may_take_fewer_kinds_or_others() -> None:
    own = Looking("application/x-own", allowed=("application/x-own",))
    own.add(PROGRAM)
    own.end()
    with pytest.raises(TypeNotAllowed):
        Looking("image/png", allowed=("application/pdf",))


@pytest.mark.parametrize("media_type", ["text/plain", "text/csv"])
def test_letters_before_a_program_do_not_make_it_a_text(media_type: str) -> None:
    with pytest.raises(NotThatType, match="save it as text in UTF-8"):
        looked_at(media_type, b"x" * 3 * FIRST + PROGRAM)


@pytest.mark.parametrize(
    ("content", "told", "kept"),
    [
        ("straße".encode("cp1252"), "windows-1252", "windows-1252"),
        ("straße".encode("cp1252"), None, None),
        ("straße".encode("utf-16"), None, "utf-16"),
        ("straße".encode("utf-16"), "utf-16", "utf-16"),
        ("straße".encode("utf-16-be"), "utf-16be", "utf-16be"),
        ("straße".encode("utf-32"), None, "utf-32"),
        ("straße".encode("utf-8-sig"), None, "utf-8"),
    ],
)
def test_a_charset_is_kept_as_told_or_as_its_mark_says(
    content: bytes, told: str | None, kept: str | None
) -> None:
    assert looked_at("text/plain", content, told).charset == kept


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("straße".encode("cp1252"), "utf-8"),
        ("straße".encode("utf-16"), "utf-8"),
        ("straße".encode("utf-16"), "windows-1252"),
        (b"strasse", "klingon"),
        (b"strasse", "rot13"),
    ],
)
def test_a_charset_that_cannot_be_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(NotThatType):
        looked_at("text/plain", content, told)


def test_wide_text_is_text_whatever_it_is_called_and_never_sound() -> None:
    table = "a\tb\r\n1\t2\r\n".encode("utf-16")
    assert looked_at("application/vnd.ms-excel", table).media_type == "text/csv"
    with pytest.raises(NotThatType):
        looked_at("audio/mpeg", table)


def test_only_texts_have_a_charset() -> None:
    assert looked_at("application/pdf", EXAMPLES["application/pdf"], "utf-8").charset is None


@pytest.mark.parametrize("text", ["\x00MZ", "a\x02", "\ud800"])
def test_what_is_no_text_is_none_in_wide_letters_either(text: str) -> None:
    with pytest.raises(NotThatType):
        looked_at("text/plain", b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(1, 9))
def test_any_text_is_taken_in_any_pieces(text: str, size: int) -> None:
    for encoding in ("utf-8", "utf-16", "utf-32"):
        looking, content = Looking("text/plain"), text.encode(encoding)
        for start in range(0, len(content), size):
            looking.add(content[start : start + size])
        looking.end()
        assert looking.media_type == "text/plain"
