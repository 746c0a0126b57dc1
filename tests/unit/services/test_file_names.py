"""Every stored title makes a name under which its document can be saved anywhere."""

import http.client
import io
import unicodedata
from email.message import Message
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.documents.media_types import ALLOWED, endings_of
from services.representations.file_names import disposition, file_name

DOCUMENT = UUID("8cea4746-0000-4000-8000-000000000001")
PDF = "application/pdf"
SMALL = 1024
TITLES = st.text() | st.text(max_size=3).map(lambda text: text * 20_000)
PROBES = st.sampled_from(["con", "../../etc/passwd", "a\r\nSet-Cookie: x", "-rf", '";x="', "%2F"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Their letter of 3 March", "Their letter of 3 March.pdf"),
        ("letter.PDF", "letter.PDF"),
        ("Rechnung – größer", "Rechnung – größer.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe.pdf"),
        ("one\r\ntwo", "one two.pdf"),
        ("نامه‌ها", "نامه‌ها.pdf"),
        ("NUL", "_NUL.pdf"),
        ("com1.old", "_com1.old.pdf"),
        ("C:\\x", "C x.pdf"),
        ("-rf ~", "rf.pdf"),
        (" .. ", f"{DOCUMENT}.pdf"),
        ("\u3164", f"{DOCUMENT}.pdf"),
        (None, f"{DOCUMENT}.pdf"),
    ],
)
def test_a_title_makes_a_name_with_the_ending_of_its_kind(title: str | None, name: str) -> None:
    assert file_name(title, DOCUMENT, PDF) == name


@given(TITLES | PROBES, st.sampled_from([*ALLOWED, "text/html", "application/x-own"]))
def test_any_title_names_a_file_on_any_machine(title: str, media_type: str) -> None:
    name = file_name(title, DOCUMENT, media_type)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert len(name.encode()) <= 210
    assert name.rpartition(".")[2].lower() in endings_of(media_type)
    assert not name.startswith(("-", ".", "~"))
    assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in name)
    assert not any(unicodedata.bidirectional(sign) in EMBEDDING for sign in name)
    assert name.split(".")[0].strip().lower() not in DEVICES


@given(TITLES | PROBES)
def test_any_title_travels_in_a_small_header_that_python_reads(title: str) -> None:
    name = file_name(title, DOCUMENT, PDF)
    header = disposition(name, DOCUMENT)
    assert header.isascii()
    assert header.isprintable()
    assert len(header) < SMALL
    read = http.client.parse_headers(io.BytesIO(f"Content-Disposition: {header}\r\n\r\n".encode()))
    assert read.get_content_disposition() == "attachment"
    plain, extended = header.split("; filename*=UTF-8''")
    assert unquote(extended) == name
    told = Message()
    told["Content-Disposition"] = plain
    fallback = told.get_filename() or ""
    assert fallback.lower().endswith(".pdf")
    assert fallback.split(".")[0].strip().lower() not in DEVICES


def test_the_name_for_readers_of_ascii_keeps_what_is_ascii() -> None:
    assert 'filename="Zoe 3.pdf"' in disposition("Zoë 3 界.pdf", DOCUMENT)
    assert f'filename="document-{DOCUMENT}.pdf"' in disposition("界.pdf", DOCUMENT)


EMBEDDING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), "lpt1"})
