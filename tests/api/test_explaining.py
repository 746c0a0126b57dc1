"""6.2 over HTTP: why a due date is when it is, for whoever may read the complaint."""

from uuid import UUID

import pytest

from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_a_due_date_is_explained_with_its_rule_and_every_day(house: House) -> None:
    made = await house.received()
    async with house.client("auditor") as client:
        complaint = (await client.get(f"/v1/complaints/{made['complaint_id']}")).json()
        fact = next(
            one["fact"] for one in complaint["deadlines"] if one["fact"]["kind"] == "response"
        )
        where = f"/v1/complaints/{made['complaint_id']}/deadlines/{fact['deadline_id']}"
        answer = await client.get(where)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["rule"]["amount"], told["rule"]["unit"]) == (3, "working_days")
    assert (told["policy_version"], told["calendar_id"]) == (1, "office")
    assert [day["number"] for day in told["days"] if day["number"]] == [1, 2, 3]
    assert told["due_on"] == fact["due_on"] == told["days"][-1]["on"]
    assert told["sentences"][0].startswith("Response of the organisation: due on ")
    assert (told["budget"]["amount"], told["budget"]["counted_in"]) == (3, "working_days")
    assert (told["lateness"], told["was_missed"]) == (None, False)


async def test_a_due_date_that_there_is_not_is_not_found(house: House) -> None:
    made = await house.received()
    async with house.client() as client:
        answer = await client.get(f"/v1/complaints/{made['complaint_id']}/deadlines/{UUID(int=4)}")
        malformed = await client.get(f"/v1/complaints/{made['complaint_id']}/deadlines/response")
    assert answer.status_code == 404
    assert malformed.status_code == 422


async def test_without_a_key_nothing_is_explained(house: House) -> None:
    made = await house.received()
    async with house.client(None) as client:
        answer = await client.get(f"/v1/complaints/{made['complaint_id']}/deadlines/{UUID(int=4)}")
    assert answer.status_code == 401


async def test_until_when_the_work_is_suspended_is_told_while_it_is(house: House) -> None:
    here, until = (await house.received())["links"]["self"], "2099-03-09"
    asked = {"ground_code": "police_case", "until_on": until}
    seen = []
    async with house.client(**{"If-Match": "*"}) as client:
        for word, told in (("suspend-handling", asked), ("resume-handling", {})):
            answer = await client.post(f"{here}/{word}", json=told)
            assert answer.status_code == 200, answer.text
            now = (await client.get(here)).json()
            seen.append((now["is_suspended"], now["suspended_until_on"]))
    assert seen == [(True, until), (False, None)]
