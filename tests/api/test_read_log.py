"""Every read over HTTP is logged with who and what, refused ones apart; a wrong key by prefix."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.attaching import attached, read
from tests.api.conftest import CANARY, House
from tests.api.offices import opened
from tests.api.parties import known_complaint
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


SHAPE = {"event", "timestamp", "part", "route", "principal", "role", "prefix", "correlation_id"}
"""What each line has beside what was read."""
WRITTEN = {"part": "api", "route": "/v1/complaints/{complaint}/letters"}


@pytest.fixture(scope="module")
async def office(
    module_database: FreshDatabases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """A house with a folder for documents."""
    async with opened(
        module_database, documents=str(tmp_path_factory.mktemp("documents"))
    ) as house:
        yield house


def last(office: House) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(log_of(office).read_text().splitlines()[-1])
    return told


def log_of(office: House) -> Path:
    return office.installation.reads.path


def who(office: House, role: str) -> dict[str, str]:
    principal = office.principals[role]
    return {"principal": str(principal.id), "role": role, "prefix": principal.prefix}


async def test_each_read_says_who_in_which_role_by_which_key_read_what(office: House) -> None:
    told = await office.received()
    here, found = told["links"]["self"], {"complaint_id": told["complaint_id"]}
    document = (await attached(office, here)).json()["document_id"]
    office.project()
    for address, event, of in (
        (here, "complaint.read", found),
        (f"{here}/history", "complaint.read", found),
        (f"{here}/opened", "complaint.opened", found),
        (f"/v1/complaints/{told['reference']}/opened", "complaint.opened", found),
        (f"{here}/documents/{document}", "document.opened", found | {"document_id": document}),
        ("/v1/queue", "list.read", {}),
    ):
        assert (await read(office, address, "auditor")).status_code == 200, address
        line = last(office)
        assert line["event"] == event
        assert line.items() >= (who(office, "auditor") | of).items()
        assert line.keys() - of.keys() == SHAPE
        assert (line["part"], line["route"].count("/")) == ("api", address.count("/"))
    assert "dropped" not in log_of(office).read_text()
    assert CANARY not in log_of(office).read_text()


async def test_a_letter_that_opens_names_is_a_read_like_all_others(office: House) -> None:
    """Also one that is not sent, or is refused: where it was asked stands in its line."""
    told = await office.received(complainant={"name": CANARY})
    here, nothing = told["links"]["self"], f"/v1/complaints/{uuid4()}"
    for is_sent, status in ((False, 200), (True, 201)):
        asked = {"kind": "update", "is_sent": is_sent}
        async with office.client(**{"If-Match": "*"}) as client:
            answer = await client.post(f"{here}/letters", json=asked)
        assert answer.status_code == status, answer.text
        line = last(office)
        assert line["event"] == "complaint.opened"
        assert line.items() >= (who(office, "handler") | WRITTEN).items()
        assert line["complaint_id"] == told["complaint_id"]
        assert line.keys() - {"complaint_id", "command"} == SHAPE
    async with office.client() as client:
        answer = await client.post(f"{nothing}/letters", json={"kind": "update"})
    assert answer.status_code == 404
    line = last(office)
    assert (line["event"], line["of"]) == ("read.refused", "complaint.opened")
    assert line.items() >= WRITTEN.items()


async def test_a_partys_command_that_shows_their_complaint_is_a_read_of_it(office: House) -> None:
    """Once it is done; one that is refused shows nothing, and staff are shown what they did."""
    known = await known_complaint(office)
    await read(office, known.address)
    before = len(log_of(office).read_text().splitlines())
    async with await known.by_party("party") as client:
        refused = await client.post(f"{known.address}/accept-decision", json={})
        answer = await client.post(f"{known.address}/record-contact", json={"summary": CANARY})
    assert (refused.status_code, answer.status_code) == (422, 200)
    async with known.reached() as handler:
        await handler.post(f"{known.address}/add-note", json={"note": "x"})
    assert len(log_of(office).read_text().splitlines()) == before + 1
    line = last(office)
    assert (line["event"], line["role"]) == ("complaint.read", "party")
    assert (line["complaint_id"], line["command"]) == (known.address[-36:], "record_contact")
    assert line["route"] == "/v1/complaints/{complaint}/record-contact"
    assert CANARY not in log_of(office).read_text()


async def test_a_refused_read_is_no_read(office: House) -> None:
    told = await office.received()
    here, nothing = told["links"]["self"], str(uuid4())
    for address, role, status, event in (
        (f"{here}/opened", "action_owner", 403, "complaint.opened"),
        (f"{here}/documents/{nothing}", "handler", 404, "document.opened"),
        (f"/v1/complaints/{nothing}", "handler", 404, "complaint.read"),
    ):
        assert (await read(office, address, role)).status_code == status
        line = last(office)
        assert (line["event"], line["of"], line["status"]) == ("read.refused", event, status)
        assert line.items() >= who(office, role).items()
        assert line["complaint_id"] in (told["complaint_id"], nothing)
    assert f'"event":"document.opened","document_id":"{nothing}"' not in log_of(office).read_text()


async def test_nothing_is_shown_where_the_read_cannot_be_logged(
    office: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = (await office.received())["links"]["self"]
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(office.installation.reads, "path", tmp_path / "file" / "reads.log")
    answer = await read(office, f"{here}/opened")
    assert answer.status_code == 503
    assert CANARY not in answer.text


async def test_a_key_that_is_not_known_is_logged_by_its_prefix_and_where_it_came_from(
    office: House, lines: io.StringIO
) -> None:
    before = log_of(office).read_text()
    secret = "s" * 43
    transport = httpx.ASGITransport(office.app, client=("192.0.2.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://plaint") as client:
        for key in (f"plaint_0123456789ab_{secret}", CANARY):
            headers = {"Authorization": f"Bearer {key}"}
            assert (await client.get("/v1/queue", headers=headers)).status_code == 401
    refused = [json.loads(line) for line in lines.getvalue().splitlines()]
    refused = [line for line in refused if line["event"] == "key.refused"]
    assert [line.get("prefix") for line in refused] == ["0123456789ab", None]
    assert {line["client"] for line in refused} == {"192.0.2.7"}
    assert secret not in lines.getvalue()
    assert CANARY not in lines.getvalue()
    assert log_of(office).read_text() == before, "strangers do not fill the log of reads"
