"""5.3, 4.12 over HTTP: nobody alone where two are asked; no process serves another policy."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from adapters.clock import now
from adapters.policy_files import preset
from adapters.settings import Settings
from domain.policy.adopting import OtherThanAdopted
from services.access.principals import Principals
from services.api.app import create_app
from services.policies.policy_in_force import PolicyBook, publish
from services.wiring import installation
from tests.api.conftest import SECRETS, House, installed
from tests.api.offices import opened
from tests.api.policy import POLICY
from tests.api.test_serving import make_secrets_folder
from tests.support.policies import put_in_force
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("assign", {}),
    ("acknowledge", {}),
    ("assess", {"severity_code": "medium", "is_safety": False}),
    ("open-investigation", {}),
    ("record-finding", {"finding_code": "upheld"}),
    ("propose-decision", {"remedies": [{"kind_code": "apology"}]}),
)


@pytest.fixture
async def alone(database: FreshDatabases) -> AsyncIterator[House]:
    """A house whose handler has an approver's key too; the policy for one person is published."""
    async with opened(database) as house:
        parts = house.installation
        await publish(parts.record, preset("small_organisation"), secret=SECRETS.installation)
        of = house.principals["handler"].id
        second = await Principals(parts.record.pool).new("approver", principal_id=of)
        yield House(house.app, parts, database, {**house.keys, "second": second.key}, {})


async def proposed(house: House) -> str:
    """A complaint whose handler has proposed a decision: its address."""
    here: str = (await house.received())["links"]["self"]
    async with house.client() as client:
        for name, body in STEPS:
            answer = await client.post(f"{here}/{name}", json=body, headers={"If-Match": "*"})
            assert answer.status_code == 200, answer.text
    return here


async def approve(house: House, here: str) -> tuple[int, str | None]:
    """What comes of approving as the same person in another role."""
    async with house.client("second") as client:
        approval = f"{here}/approve-decision"
        answer = await client.post(approval, json={}, headers={"If-Match": "*"})
    return answer.status_code, answer.json().get("code")


async def test_the_author_of_a_decision_approves_it_only_once_that_policy_is_adopted(
    alone: House,
) -> None:
    here = await proposed(alone)
    assert await approve(alone, here) == (403, "ApproverIsAuthor")
    small, record = preset("small_organisation"), alone.installation.record
    made = await put_in_force(record, small, secret=SECRETS.installation)
    assert made.from_on > now().date()
    async with installed(alone.database, adopts=False) as parts:
        later = House(create_app(parts), parts, alone.database, alone.keys, {})
        assert await approve(later, here) == (403, "ApproverIsAuthor")
    tomorrow = PolicyBook(record, now=lambda: now() + timedelta(days=2))
    assert (await tomorrow.in_force()).ref.id == "small_organisation"


async def test_every_adoption_ever_is_told_also_what_was_replaced_at_once(alone: House) -> None:
    record = alone.installation.record
    await put_in_force(record, preset("us_cfpb"), secret=SECRETS.installation)
    await put_in_force(record, POLICY, secret=SECRETS.installation)
    async with alone.client("auditor") as client:
        told = (await client.get("/v1/policies/adoptions")).json()["adoptions"]
    named = [(one["policy_id"], one["role"], one["status"]) for one in told]
    assert named == [
        ("iso10002_default", "policy_owner", "over"),
        ("us_cfpb", "policy_owner", "over"),
        ("iso10002_default", "policy_owner", "in_force"),
    ]


@pytest.mark.parametrize(
    "named",
    [{"policy": "small_organisation"}, {"zone": "Asia/Tokyo"}, {"legal_entity": "other"}],
    ids=str,
)
async def test_no_process_serves_under_other_settings(
    alone: House, tmp_path: Path, named: dict[str, Any]
) -> None:
    make_secrets_folder(tmp_path / "secrets")
    database = alone.database
    address = make_conninfo(database.admin_dsn, dbname=database.names.record)
    settings = Settings(data=tmp_path, database_url=address, kafka="off", **named)
    with pytest.raises(OtherThanAdopted, match="plaint policy adopt"):
        async with installation(settings):
            pass


async def test_a_version_that_waits_is_told_with_how_everything_is(alone: House) -> None:
    parts = alone.installation
    ours = preset("us_cfpb")
    secret = SECRETS.installation
    await put_in_force(parts.record, ours, secret=secret)
    await publish(parts.record, ours.model_copy(update={"day_ends": "12:00"}), secret=secret)
    async with alone.client() as client:
        (late,) = (await client.get("/health")).json()["policies_waiting"]
    assert (late["policy_id"], late["version"], late["adopted_version"]) == ("us_cfpb", 2, 1)
