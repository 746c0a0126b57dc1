"""Documents over HTTP: stored sealed, given out whole, refused clearly, never in an address."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from adapters.documents.folder import DocumentFolder
from domain.complaint.documents.attaching import AttachDocument
from services import wiring
from services.access.rights import ROLES
from services.commands.command_request import CommandRequest
from tests.api.attaching import PDF, TITLE, attached, read, recorded
from tests.api.conftest import CANARY, House
from tests.api.offices import opened
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

LIMIT = 300_000
SCAN = "sh -c '! grep -c EICAR >/dev/null'"
"""A program that every account can run, wherever the interpreter lies."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
async def office(module_database: FreshDatabases, folder: Path) -> AsyncIterator[House]:
    """A house with a folder for documents and a scanner."""
    async with opened(
        module_database, documents=str(folder), document_limit=LIMIT, document_scan=SCAN
    ) as house:
        yield house


async def test_a_document_is_attached_and_read_again_octet_for_octet(office: House) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(
        office, here, headers={"Plaint-Title": quote(TITLE)}, supplied_by="complainant"
    )
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert [step["type"] for step in told["events"]] == ["DocumentAttached"]
    assert answer.headers["ETag"] == f'"v{told["version"]}"'
    document = await read(office, answer.headers["Location"])
    assert document.status_code == 200, document.text
    assert document.content == PDF
    assert document.headers["Content-Type"] == "application/pdf"
    assert document.headers["Content-Length"] == str(len(PDF))
    assert document.headers["X-Content-Type-Options"] == "nosniff"
    assert document.headers["Cache-Control"] == "no-store"
    named = document.headers["Content-Disposition"]
    assert named.startswith('attachment; filename="Rechnung von')
    assert named.endswith(f"; filename*=UTF-8''{quote(TITLE, safe='')}.pdf")
    event = await recorded(office, answer)
    assert (event.title, event.scan_code, event.size) == (TITLE, "clean", len(PDF))


async def test_nothing_of_it_lies_in_clear_on_disk_or_in_the_record(
    office: House, folder: Path
) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(office, here, headers={"Plaint-Title": quote(TITLE)})
    event = await recorded(office, answer)
    path = folder / event.ciphertext_sha256[:2] / event.ciphertext_sha256[2:]
    assert path.stat().st_size > len(PDF)
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert path in files
    assert not any(CANARY.encode() in each.read_bytes() for each in files)
    stream = await office.installation.record.stream(UUID(answer.json()["complaint_id"]))
    assert not any(CANARY.encode() in one.public for one in stream)


async def test_a_repeat_with_the_same_key_stores_nothing_twice(office: House, folder: Path) -> None:
    here = (await office.received())["links"]["self"]
    before = set(DocumentFolder(folder).digests())
    key = {"Idempotency-Key": str(uuid4())}
    first = await attached(office, here, headers=key)
    again = await attached(office, here, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert len(set(DocumentFolder(folder).digests()) - before) == 1
    assert (await read(office, first.headers["Location"])).content == PDF


async def test_repeats_at_the_same_moment_store_one_document(office: House, folder: Path) -> None:
    here = (await office.received())["links"]["self"]
    before = set(DocumentFolder(folder).digests())
    key = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(*(attached(office, here, headers=key) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["document_id"] for answer in answers}) == 1
    assert len(set(DocumentFolder(folder).digests()) - before) == 1


async def test_a_key_that_had_another_content_is_refused(office: House, folder: Path) -> None:
    here = (await office.received())["links"]["self"]
    key = {"Idempotency-Key": str(uuid4())}
    await attached(office, here, headers=key)
    before = set(DocumentFolder(folder).digests())
    other = await attached(office, here, PDF + b"!", headers=key)
    assert other.status_code == 422
    assert other.json()["type"] == "urn:plaint:problem:idempotency-key-reused"
    assert set(DocumentFolder(folder).digests()) == before


@pytest.mark.parametrize(
    ("told", "content", "given_out"),
    [
        ("text/plain; charset=Windows-1252", b"stra\xdfe", "text/plain; charset=windows-1252"),
        ('text/csv; charset="utf-16"', "a;b".encode("utf-16"), "text/csv; charset=utf-16"),
        ("text/plain", b"stra\xdfe", "text/plain"),
        ("text/plain", "Hi".encode("utf-16"), "text/plain; charset=utf-16"),
        ("application/vnd.ms-excel", b"a,b\n1,2\n", "text/csv"),
        ("audio/x-wav", b"RIFF\0\0\0\0WAVE", "audio/wav"),
    ],
)
async def test_type_and_charset_are_given_back_as_they_are_known(
    office: House, told: str, content: bytes, given_out: str
) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(office, here, content, headers={"Content-Type": told})
    assert answer.status_code == 201, answer.text
    document = await read(office, answer.headers["Location"])
    assert (document.content, document.headers["Content-Type"]) == (content, given_out)


async def test_the_same_content_with_its_charset_told_is_a_repetition(office: House) -> None:
    here, key = (await office.received())["links"]["self"], {"Idempotency-Key": str(uuid4())}
    plain = {"Content-Type": "text/plain", **key}
    first = await attached(office, here, b"x", headers=plain)
    told = {"Content-Type": "text/plain; charset=utf-8", **key}
    again = await attached(office, here, b"x", headers=told)
    assert again.json() == first.json()


async def test_a_long_title_stored_earlier_does_not_keep_its_document_from_being_saved(
    office: House,
) -> None:
    here = (await office.received())["complaint_id"]
    documents = wiring.documents(office.installation)
    stored = await documents.keep(UUID(here), PDF)
    said: dict[str, Any] = {"supplied_by": "staff", "title": "界" * 20_000}
    command = AttachDocument.model_construct(
        media_type="application/pdf", **said, **stored.reference()
    )
    asked = CommandRequest(
        name="attach_document",
        command=command,
        actor=office.principals["handler"].actor,
        stream_id=UUID(here),
    )
    await documents.record_stored(asked, command, stored)
    document = await read(office, f"/v1/complaints/{here}/documents/{stored.document_id}")
    assert document.content == PDF
    assert sum(len(name) + len(value) for name, value in document.headers.items()) < 4_096
    assert document.headers["Content-Disposition"].endswith(".pdf")


REFUSED: dict[str, tuple[bytes, dict[str, str], dict[str, str], int, str]] = {
    "too large": (b"%PDF-" + bytes(LIMIT), {}, {}, 413, "too-large"),
    "empty": (b"", {}, {}, 422, "document-empty"),
    "infected": (PDF + b"EICAR", {}, {}, 422, "document-infected"),
    "not what it says": (b"MZ\x90\x00", {}, {}, 422, "document-unlike-its-type"),
    "a kind not taken": (PDF, {"Content-Type": "text/html"}, {}, 415, "document-type"),
    "compressed": (PDF, {"Content-Encoding": "gzip"}, {}, 415, "document-type"),
    "no media type": (PDF, {"Content-Type": "pdf"}, {}, 422, "invalid"),
    "a title not encoded": (PDF, {"Plaint-Title": "%FF%FE"}, {}, 400, "bad-request"),
    "a title half encoded": (PDF, {"Plaint-Title": "100%zz"}, {}, 400, "bad-request"),
    "a huge title": (PDF, {"Plaint-Title": "x" * 300_000}, {}, 431, "headers-too-large"),
    "a long title": (PDF, {"Plaint-Title": "x" * 201}, {}, 422, "invalid"),
    "a blank title": (PDF, {"Plaint-Title": "%20"}, {}, 422, "invalid"),
    "no charset": (b"x", {"Content-Type": "text/plain; charset=?"}, {}, 422, "invalid"),
    "an empty title": (PDF, {"Plaint-Title": ""}, {}, 422, "invalid"),
    "an unknown parameter": (PDF, {}, {"title": CANARY}, 422, "invalid"),
    "two moments": (PDF, {}, {"at": "2026-03-05T09:30:00Z", "on": "2026-03-05"}, 422, "invalid"),
    "no version": (PDF, {"If-Match": ""}, {}, 400, "bad-request"),
    "an older version": (PDF, {"If-Match": '"v1"'}, {}, 412, "stale"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_taken_is_refused_clearly_and_stored_nowhere(
    office: House, folder: Path, name: str
) -> None:
    content, headers, parameters, status, kind = REFUSED[name]
    here = (await office.received())["links"]["self"]
    before = set(DocumentFolder(folder).digests())
    answer = await attached(office, here, content, headers=headers, **parameters)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"urn:plaint:problem:{kind}")
    assert problem["instead"]
    assert CANARY not in answer.text
    assert set(DocumentFolder(folder).digests()) == before
    assert list(DocumentFolder(folder).unfinished()) == []


async def test_a_refusal_by_the_rules_leaves_nothing_behind(office: House, folder: Path) -> None:
    here = (await office.received())["links"]["self"]
    before = set(DocumentFolder(folder).digests())
    answer = await attached(office, here, translation_of=str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (409, "NoSuchDocument")
    assert set(DocumentFolder(folder).digests()) == before


async def test_a_complaint_that_is_not_there_takes_no_document(office: House) -> None:
    answer = await attached(office, f"/v1/complaints/{uuid4()}")
    assert answer.status_code == 404


async def test_a_translation_names_its_original_and_when_it_came(office: House) -> None:
    here = (await office.received())["links"]["self"]
    first = (await attached(office, here)).json()["document_id"]
    more = {"translation_of": first, "translated_by": "machine", "on": "2026-02-01"}
    answer = await attached(office, here, supplied_by="staff", **more)
    assert answer.status_code == 201, answer.text
    async with office.client() as client:
        documents = (await client.get(here)).json()["documents"]
    assert [one["translation_of"] for one in documents] == [None, first]


@pytest.mark.parametrize("role", ROLES)
async def test_only_those_who_may_see_content_read_documents(office: House, role: str) -> None:
    here = (await office.received())["links"]["self"]
    address = (await attached(office, here)).headers["Location"]
    may = ("handler", "investigator", "approver", "reviewer", "privacy_officer", "auditor")
    assert (await read(office, address, role)).status_code == (200 if role in may else 403)


async def test_a_document_is_read_only_at_its_own_complaint(office: House) -> None:
    here, other = [(await office.received())["links"]["self"] for _ in range(2)]
    document = (await attached(office, here)).json()["document_id"]
    answer = await read(office, f"{other}/documents/{document}")
    assert answer.status_code == 404
    assert (await read(office, f"{here}/documents/x")).status_code == 422
