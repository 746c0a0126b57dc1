"""Which figures there are is said over HTTP to whoever names none, or a wrong one."""

import pytest

from projections.trends import FIGURES
from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_without_a_figure_it_is_said_which_there_are(house: House) -> None:
    async with house.client() as client:
        overview = await client.get("/v1/trends")
        wrong = await client.get("/v1/trends", params={"figure": "recieved"})
        half = await client.get("/v1/trends", params={"period": "week"})
    told = overview.json()
    assert {one["code"]: one["meaning"] for one in told["figures"]} == dict(FIGURES)
    assert "channel_code" in {one["code"] for one in told["by"]}
    for refused in (wrong, half):
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["parameter"]) == (422, "figure")
        assert all(one in fault["detail"] for one in FIGURES)
