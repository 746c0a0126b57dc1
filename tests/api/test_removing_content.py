"""Content that is damaged is not given out, and what must not stay is gone, with its key."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from domain.registry import COMMANDS
from services.commands.command_request import CommandRequest
from tests.api.attaching import TITLE, attached, read, recorded
from tests.api.conftest import CANARY, House
from tests.api.offices import opened
from tests.api.test_records import approved
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
async def office(module_database: FreshDatabases, folder: Path) -> AsyncIterator[House]:
    """A house with a folder for documents and no scanner."""
    async with opened(module_database, documents=str(folder)) as house:
        yield house


async def test_without_a_scanner_a_document_is_recorded_as_not_scanned(office: House) -> None:
    answer = await attached(office, (await office.received())["links"]["self"])
    assert (await recorded(office, answer)).scan_code == "not_scanned"


async def test_an_excluded_member_of_staff_reads_no_document(office: House) -> None:
    here = (await office.received())["links"]["self"]
    address = (await attached(office, here)).headers["Location"]
    excluded = {"staff": str(office.principals["investigator"].id), "ground_code": "conflict"}
    async with office.client("management_representative") as client:
        done = await client.post(f"{here}/exclude-staff", json=excluded, headers={"If-Match": "*"})
    assert done.status_code == 200, done.text
    answer = await read(office, address, "investigator")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:plaint:problem:not-found")
    assert (await read(office, address)).status_code == 200


@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
async def test_a_damaged_document_is_not_given_out(office: House, folder: Path, harm: str) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(office, here)
    sha256 = (await recorded(office, answer)).ciphertext_sha256
    path = folder / sha256[:2] / sha256[2:]
    octets = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(octets[:-1] + (b"" if harm == "cut" else bytes([octets[-1] ^ 1])))
    with capture_logs() as lines:
        told = await read(office, answer.headers["Location"])
    assert told.status_code == 500
    assert told.json()["type"] == "urn:plaint:problem:document-damaged"
    assert CANARY not in told.text
    inner = (str(folder), sha256, "PLAINT_")
    assert not any(word in told.text for word in inner), "what is the operator's alone"
    (line,) = [one for one in lines if one["event"] == "api.unexpected"]
    assert sha256 in line["reason"]


async def test_a_folder_that_takes_nothing_is_away_for_whoever_uploads(
    office: House, folder: Path
) -> None:
    here = (await office.received())["links"]["self"]
    (await attached(office, here)).raise_for_status()
    (folder / "incoming").rmdir()
    (folder / "incoming").touch()
    try:
        with capture_logs() as lines:
            answer = await attached(office, here)
    finally:
        (folder / "incoming").unlink()
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (503, "urn:plaint:problem:unavailable")
    assert answer.headers["Retry-After"]
    assert "documents" in problem["detail"]
    assert str(folder) not in answer.text
    (line,) = [one for one in lines if one["event"] == "api.unavailable"]
    assert "Not a directory" in line["reason"]
    assert (await attached(office, here)).status_code == 201


async def test_removed_content_is_gone_with_its_key_and_the_history_tells_why(
    office: House, folder: Path
) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(office, here, headers={"Plaint-Title": quote(TITLE)})
    sha256 = (await recorded(office, answer)).ciphertext_sha256
    path = folder / sha256[:2] / sha256[2:]
    key_id = path.read_bytes()[1:17]
    order = {"document_id": answer.json()["document_id"], "ground_code": "wrong_person"}
    async with office.client("privacy_officer") as client:
        asked = await client.post(
            f"{here}/remove-sealed-content", json=order, headers={"If-Match": "*"}
        )
    assert "nothing has changed yet" in asked.json()["remarks"][0]
    assert path.exists()
    async with office.client("approver") as client:
        removed = await client.post(f"{here}/grant-approval", json={}, headers={"If-Match": "*"})
    assert removed.status_code == 200, removed.text
    assert not path.exists()
    assert await office.installation.keys.find([key_id]) == {}
    told = await read(office, answer.headers["Location"])
    assert (told.status_code, told.json()["type"]) == (410, "urn:plaint:problem:document-gone")
    assert (await recorded(office, answer)).title is None
    async with office.client("auditor") as client:
        events = (await client.get(f"{here}/opened")).json()["events"]
    assert [one["erased"] for one in events if one["type"] == "DocumentAttached"] == [["P3"]]


async def test_the_sealed_fields_of_one_event_are_removed_and_no_others(office: House) -> None:
    told = await office.received()
    here = told["links"]["self"]
    async with office.client() as client:
        note = await client.post(
            f"{here}/add-note", json={"note": f"{CANARY} rang"}, headers={"If-Match": "*"}
        )
    order = {
        "target_event_id": note.json()["events"][0]["event_id"],
        "ground_code": "third_party_data",
    }
    async with office.client("privacy_officer") as client:
        await client.post(f"{here}/remove-sealed-content", json=order, headers={"If-Match": "*"})
    async with office.client("approver") as client:
        await client.post(f"{here}/grant-approval", json={}, headers={"If-Match": "*"})
    async with office.client("auditor") as client:
        events = (await client.get(f"{here}/opened")).json()["events"]
    by_type = {one["type"]: one for one in events}
    assert by_type["NoteAdded"]["erased"] == ["P3"]
    assert "note" not in by_type["NoteAdded"]["data"]
    assert CANARY in by_type["ComplaintReceived"]["data"]["narrative"]


async def test_an_order_that_was_interrupted_is_carried_out_when_it_is_repeated(
    office: House, folder: Path
) -> None:
    here = (await office.received())["links"]["self"]
    answer = await attached(office, here)
    sha256 = (await recorded(office, answer)).ciphertext_sha256
    path = folder / sha256[:2] / sha256[2:]
    octets = path.read_bytes()
    order = {"document_id": answer.json()["document_id"], "ground_code": "malware"}
    key = {"If-Match": "*", "Idempotency-Key": str(uuid4())}
    async with office.client("handler") as client:
        await client.post(f"{here}/remove-sealed-content", json=order, headers={"If-Match": "*"})
    async with office.client("approver") as client:
        await client.post(f"{here}/grant-approval", json={}, headers=key)
        path.write_bytes(octets)
        again = await client.post(f"{here}/grant-approval", json={}, headers=key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert not path.exists()


async def test_invariant_19_a_document_whose_erasure_is_recorded_is_not_given_out(
    office: House,
) -> None:
    here, request = await approved(office, before=attached)
    async with office.client() as client:
        (document,) = (await client.get(here)).json()["documents"]
    address = f"{here}/documents/{document['document_id']}"
    assert (await read(office, address)).status_code == 200
    # Recorded by another process, which has not destroyed the keys yet; this one remembers them.
    asked = CommandRequest(
        name="erase_personal_data",
        command=COMMANDS["erase_personal_data"].model.model_validate({"request_id": request}),
        actor=office.principals["privacy_officer"].actor,
        stream_id=UUID(here[-36:]),
    )
    await office.installation.complaints.run(asked)
    told = await read(office, address)
    assert (told.status_code, told.json()["type"]) == (410, "urn:plaint:problem:document-gone")
    assert CANARY not in told.text
