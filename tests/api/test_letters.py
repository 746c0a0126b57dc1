"""Letters over HTTP: shown as they would be, in the right language, sent in one go, kept sealed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from domain.complaint.events import ComplaintAcknowledged, DocumentAttached
from services.access.rights import ROLES
from services.api.app import create_app
from services.correspondence.choosing import BadTemplate
from services.queries.queries import Questions
from tests.api.conftest import CANARY, House, installed
from tests.api.offices import opened
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

RIGHTS = {"en": "takes no legal right away from you", "de": "nimmt Ihnen kein gesetzliches Recht"}
ANY = {"If-Match": "*"}
CONTACT = {"name": CANARY, "address": "1 Long Lane\nOldtown", "postal_code": "OX1 1AA"}
RECOURSE = [{"kind": "external", "body_code": "energy_ombudsman", "until_on": "2099-12-31"}]


@pytest.fixture(scope="module")
async def office(
    module_database: FreshDatabases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """A house with a folder for documents, under a name of its own."""
    folder = tmp_path_factory.mktemp("documents")
    async with opened(
        module_database, documents=str(folder), organisation="Oldtown Kettles"
    ) as house:
        yield house


async def letter(office: House, here: str, headers: Any = ANY, **body: Any) -> httpx.Response:
    async with office.client() as client:
        return await client.post(f"{here}/letters", json=body, headers=headers)


async def received(office: House, **more: Any) -> str:
    told = await office.received(complainant=CONTACT, **more)
    here: str = told["links"]["self"]
    return here


async def types(office: House, here: str) -> list[str]:
    stream = await office.installation.record.stream(UUID(here.rpartition("/")[2]))
    return [one.type for one in stream]


async def test_a_letter_is_shown_with_the_name_the_rights_and_the_recourse(office: House) -> None:
    here = await received(office)
    before = await types(office, here)
    answer = await letter(office, here, kind="acknowledgement")
    told = answer.json()
    assert answer.status_code == 200, answer.text
    assert (told["template_code"], told["template_version"]) == ("plaint_acknowledgement", 1)
    for part in (CANARY, "1 Long Lane", "OX1 1AA", RIGHTS["en"], "Oldtown Kettles", "quote C-"):
        assert part in told["text"]
    assert await types(office, here) == before, "nothing is recorded of what was only looked at"


@pytest.mark.parametrize(
    ("known", "asked", "language"),
    [
        ({"reply_language": "de-AT"}, {}, "de"),
        ({"received_language": "de"}, {}, "de"),
        ({"received_language": "de", "reply_language": "en-GB"}, {}, "en"),
        ({"reply_language": "de"}, {"language": "en"}, "en"),
        ({}, {}, "en"),
    ],
)
async def test_the_language_is_the_one_that_was_asked_for(
    office: House, known: dict[str, str], asked: dict[str, str], language: str
) -> None:
    here = await received(office, **known)
    told = (await letter(office, here, kind="acknowledgement", **asked)).json()
    assert told["language"] == language
    assert RIGHTS[language] in told["text"]


async def test_nobody_gets_a_letter_in_another_language_unasked(office: House) -> None:
    here = await received(office, reply_language="cy")
    answer = await letter(office, here, kind="acknowledgement")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:plaint:problem:no-template")
    assert "de, en" in answer.json()["detail"]


async def test_sent_it_is_acknowledged_and_kept_in_one_go(office: House) -> None:
    here = await received(office, reply_language="de")
    shown = (await letter(office, here, kind="acknowledgement")).json()["text"]
    answer = await letter(office, here, kind="acknowledgement", is_sent=True)
    assert answer.status_code == 201, answer.text
    steps = [step["type"] for step in answer.json()["events"]]
    assert steps[:2] == ["DocumentAttached", "ComplaintAcknowledged"]
    async with office.client() as client:
        kept = await client.get(answer.headers["Location"])
    assert kept.text == shown
    assert kept.headers["Content-Type"].startswith("text/plain")
    told = await Questions(office.installation).opened(UUID(here.rpartition("/")[2]))
    by_type = {type(one.recorded.event): one.recorded for one in told.events}
    document = by_type[DocumentAttached].event
    assert isinstance(document, DocumentAttached)
    assert (document.template_code, document.template_version, document.language) == (
        "plaint_acknowledgement",
        1,
        "de",
    )
    assert by_type[ComplaintAcknowledged].entered_from == document.document_id


async def test_no_word_of_it_lies_in_the_public_part(office: House) -> None:
    here = await received(office)
    words = f"{CANARY} should know that we are sorry."
    answer = await letter(office, here, kind="holding", text=words, is_sent=True)
    assert answer.status_code == 201, answer.text
    stream = await office.installation.record.stream(UUID(here.rpartition("/")[2]))
    assert not any(CANARY.encode() in one.public for one in stream)


async def test_what_was_sent_is_not_sent_again_by_a_repetition(office: House) -> None:
    here = await received(office)
    key = {**ANY, "Idempotency-Key": str(uuid4())}
    first = await letter(office, here, key, kind="update", is_sent=True)
    again = await letter(office, here, key, kind="update", is_sent=True)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()


async def test_a_letter_that_the_rules_refuse_is_neither_kept_nor_recorded(office: House) -> None:
    here = await received(office)
    before = await types(office, here)
    answer = await letter(
        office, here, kind="final_response", recourse=RECOURSE, text="No.", is_sent=True
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "NoDecisionProposed")
    assert await types(office, here) == before
    assert (await letter(office, here, {}, kind="update", is_sent=True)).status_code == 428


async def test_only_a_handler_writes_letters(office: House) -> None:
    here = await received(office)
    for role in ROLES:
        async with office.client(role) as client:
            answer = await client.post(f"{here}/letters", json={"kind": "update"})
        assert (answer.status_code == 403) == (role != "handler"), role


async def test_an_installation_with_a_bad_template_of_its_own_does_not_serve(
    office: House, tmp_path: Path
) -> None:
    (tmp_path / "update.v2.en.txt").write_text("We have nothing to say.\n")
    async with installed(office.database, templates=tmp_path) as installation:
        with pytest.raises(BadTemplate, match=r"update\.v2\.en\.txt does not always carry"):
            create_app(installation)


async def test_nothing_of_a_letter_is_said_in_its_address(office: House) -> None:
    here = await received(office)
    async with office.client() as client:
        answer = await client.post(
            f"{here}/letters", json={"kind": "update"}, headers=ANY, params={"text": CANARY}
        )
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:plaint:problem:invalid")
    assert CANARY not in answer.text
