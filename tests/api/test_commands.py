"""Commands over HTTP: what they answer, what makes them safe to repeat, what refuses them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.cfpb import CfpbFile
from adapters.imported import ImportedComplaint
from domain.complaint.events import ComplaintReceived
from services.commands.importing import Importer
from services.operations.up import SAMPLES
from services.queries.queries import Questions
from services.wiring import party_keys
from tests.api.conftest import NARRATIVE, SECRETS, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_a_receipt_begins_a_complaint_at_its_first_version(house: House) -> None:
    async with house.client() as client:
        answer = await client.post("/v1/complaints/receive", json={"narrative": NARRATIVE})
        told = answer.json()
        read = await client.get(answer.headers["Location"])
    assert answer.status_code == 201
    assert told["state"] == "RECEIVED"
    assert told["events"][0]["type"] == "ComplaintReceived"
    assert [step["version"] for step in told["events"]] == list(range(1, told["version"] + 1))
    assert answer.headers["ETag"] == read.headers["ETag"] == f'"v{told["version"]}"'
    assert read.json()["reference"] == told["reference"]


async def test_a_time_of_another_zone_is_answered_as_it_counts(house: House) -> None:
    occurred = {"at": "2026-03-31T23:30:00-04:00", "zone": "America/New_York"}
    async with house.client() as client:
        answer = await client.post(
            "/v1/complaints/receive", json={"narrative": NARRATIVE, "occurred": occurred}
        )
        read = (await client.get(answer.headers["Location"])).json()
    (remark,) = [one for one in answer.json()["remarks"] if "counts as" in one]
    zone = read["received"]["zone"]
    assert zone != occurred["zone"] and remark.endswith(f" in {zone}")
    assert read["received"]["at"] == "2026-04-01T03:30:00.000000Z"


async def test_a_complaint_is_carried_from_step_to_step_by_its_etag(house: House) -> None:
    told = await house.received()
    here, tag = told["links"]["self"], f'"v{told["version"]}"'
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("acknowledge", {}, "RECEIVED"),
        ("assess", {"severity_code": "medium", "is_safety": False}, "ASSESSED"),
        ("open-investigation", {}, "INVESTIGATING"),
        ("record-finding", {"finding_code": "upheld"}, "INVESTIGATING"),
    ]
    async with house.client() as client:
        for name, body, state in steps:
            answer = await client.post(f"{here}/{name}", json=body, headers={"If-Match": tag})
            assert (answer.status_code, answer.json()["state"]) == (200, state), answer.text
            assert answer.headers["ETag"] != tag
            tag = answer.headers["ETag"]


async def test_a_complaint_is_addressed_by_its_reference_too(house: House) -> None:
    told = await house.received()
    word = told["reference"].lower().replace("c-", "c", 1)
    async with house.client() as client:
        for address in (told["reference"], word, f"main:{told['reference']}"):
            answer = await client.get(f"/v1/complaints/{address}")
            assert answer.json()["complaint_id"] == told["complaint_id"]
        answer = await client.post(
            f"/v1/complaints/{told['reference']}/acknowledge", json={}, headers={"If-Match": "*"}
        )
    assert answer.status_code == 200


async def test_a_reference_of_another_legal_entity_is_found(house: House) -> None:
    parts = house.installation
    secret = SECRETS.installation
    rows = CfpbFile(next(SAMPLES.glob("*.csv.gz")), secret=secret)
    row = next(one for one in rows if isinstance(one, ImportedComplaint))
    await Importer(parts.record, keys=parts.keys, secret=secret).run([row], on_rejected=print)
    received = row.facts[0].event
    assert isinstance(received, ComplaintReceived) and received.legal_entity != "main"
    assert await Questions(parts).find(received.reference) == row.complaint_id


async def test_a_repeated_command_is_answered_as_the_first_time(house: House) -> None:
    told = await house.received()
    here, key = told["links"]["self"], {"Idempotency-Key": str(uuid4())}
    async with house.client() as client:
        first = await client.post(
            f"{here}/acknowledge", json={}, headers={"If-Match": f'"v{told["version"]}"', **key}
        )
        await client.post(f"{here}/add-note", json={"note": "later"}, headers={"If-Match": "*"})
        again = await client.post(
            f"{here}/acknowledge", json={}, headers={"If-Match": f'"v{told["version"]}"', **key}
        )
    assert (first.status_code, again.status_code) == (200, 200)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_a_repeated_receipt_makes_no_second_complaint(house: House) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    async with house.client() as client:
        answers = [
            await client.post("/v1/complaints/receive", json={"narrative": "x"}, headers=key)
            for _ in range(3)
        ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["complaint_id"] for answer in answers}) == 1


async def test_a_repeated_command_without_events_tells_the_complaint_as_it_is(
    house: House,
) -> None:
    told = await house.received()
    here, key = told["links"]["self"], {"Idempotency-Key": str(uuid4()), "If-Match": "*"}
    async with house.client() as client:
        await client.post(f"{here}/assign", json={}, headers={"If-Match": "*"})
        first = await client.post(f"{here}/assign", json={}, headers=key)
        again = await client.post(f"{here}/assign", json={}, headers=key)
    assert first.json()["events"] == again.json()["events"] == []
    assert first.json()["version"] == again.json()["version"]
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_a_key_is_its_principals_own(house: House) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    ids = set()
    for role in ("handler", "approver"):
        async with house.client(role) as client:
            answer = await client.post(
                "/v1/complaints/receive", json={"narrative": "x"}, headers=key
            )
            if answer.status_code == 201:
                ids.add(answer.json()["complaint_id"])
            else:
                assert answer.status_code == 403
                ids.add(role)
    assert len(ids) == 2


@pytest.mark.parametrize("other", ["body", "target", "command"])
async def test_a_key_that_had_another_request_is_refused(house: House, other: str) -> None:
    told, second = await house.received(), await house.received()
    key = {"Idempotency-Key": str(uuid4()), "If-Match": "*"}
    here = told["links"]["self"]
    address, body = {
        "body": (f"{here}/add-note", {"note": "two"}),
        "target": (f"{second['links']['self']}/add-note", {"note": "one"}),
        "command": (f"{here}/acknowledge", {}),
    }[other]
    async with house.client() as client:
        await client.post(f"{here}/add-note", json={"note": "one"}, headers=key)
        answer = await client.post(address, json=body, headers=key)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:plaint:problem:idempotency-key-reused"


async def test_a_decision_on_an_older_version_is_stale(house: House) -> None:
    told = await house.received()
    here, tag = told["links"]["self"], f'"v{told["version"]}"'
    async with house.client() as client:
        moved = await client.post(f"{here}/acknowledge", json={}, headers={"If-Match": tag})
        stale = await client.post(f"{here}/add-note", json={"note": "x"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert stale.headers["ETag"] == moved.headers["ETag"]


async def test_a_command_without_its_version_is_refused(house: House) -> None:
    told = await house.received()
    async with house.client() as client:
        answer = await client.post(f"{told['links']['self']}/acknowledge", json={})
    assert answer.status_code == 428


async def test_a_refusal_names_its_rule_its_clause_and_what_to_do(house: House) -> None:
    told = await house.received()
    async with house.client() as client:
        answer = await client.post(
            f"{told['links']['self']}/open-investigation", json={}, headers={"If-Match": "*"}
        )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "NotYetAssessed")
    assert problem["type"] == "urn:plaint:refusal:NotYetAssessed"
    assert problem["clause"] == "ISO 10002:2018, 7.5"
    assert problem["instead"] == "assess the complaint first"
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_events_carry_the_principal_and_the_correlation(house: House) -> None:
    correlation_id = str(uuid4())
    async with house.client() as client:
        answer = await client.post(
            "/v1/complaints/receive",
            json={"narrative": "x"},
            headers={"X-Correlation-Id": correlation_id},
        )
    stream = await house.installation.record.stream(UUID(answer.json()["complaint_id"]))
    assert answer.headers["X-Correlation-Id"] == correlation_id
    public = stream[0].public.decode()
    assert f'"correlation_id":"{correlation_id}"' in public
    assert f'"id":"{house.principals["handler"].id}"' in public


@pytest.mark.parametrize(
    ("role", "command", "field", "more"),
    [
        ("handler", "assign", "handler", {}),
        ("handler", "open-investigation", "investigator", {}),
        ("management_representative", "plan-action", "owner", {"kind_code": "corrective"}),
        ("management_representative", "exclude-staff", "staff", {"ground_code": "related"}),
    ],
)
async def test_an_id_that_nobody_has_a_key_for_is_remarked(
    house: House, role: str, command: str, field: str, more: dict[str, str]
) -> None:
    """It may be mistyped (7.3); somebody without a key may still be meant, so it is taken."""
    stranger, known = str(uuid4()), str(house.principals["approver"].actor.id)
    for named, are_remarked in ((known, False), (stranger, True)):
        here = (await house.received())["links"]["self"]
        body = {field: named, **more}
        async with house.client(role, **{"If-Match": "*"}) as client:
            if command == "open-investigation":
                severity = {"severity_code": "medium", "is_safety": False}
                await client.post(f"{here}/acknowledge", json={})
                await client.post(f"{here}/assess", json=severity)
            answer = await client.post(f"{here}/{command}", json=body)
        assert answer.status_code == 200, answer.text
        remark = f"nobody has a key as {named}: `plaint key list` shows each person's id"
        assert (remark in answer.json()["remarks"]) == are_remarked


async def test_who_has_no_part_in_the_work_is_remarked(house: House) -> None:
    """Nobody handles their own complaint (4.7), nor does whoever only looks."""
    here = (await house.received(complainant={"name": "Kim"}))["links"]["self"]
    async with house.client(**{"If-Match": "*"}) as client:
        party = (await client.get(here)).json()["parties"][0]["party_id"]
        keys = party_keys(house.installation)
        await keys.new("party", complaint=here[-36:], party_id=UUID(party))
        for role, one in (("party", party), ("auditor", str(house.principals["auditor"].id))):
            answer = await client.post(f"{here}/assign", json={"handler": one})
            assert f"{one} has keys only as {role}, and named in handler" in answer.text
