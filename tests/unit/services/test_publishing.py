"""5.3 A policy is published once for what it says, with its calendars, and read back for ever."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from adapters import event_json
from adapters.calendars import resolved
from adapters.policy_files import BadPolicy, preset, presets, read_policy
from domain.policy import Policy
from domain.policy.events import CalendarPublished, PolicyPublished
from domain.values import Actor, PolicyRef
from services.policies.policy_history import (
    NeverPublished,
    calendar_at,
    calendar_stream,
    content_of,
    policy_at,
    policy_stream,
)
from services.policies.publish_policy import publish, refresh
from services.policies.statements import Statement
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
OWNER = Actor(kind="staff", id=UUID(int=7), role="policy_owner")

pytestmark = pytest.mark.anyio


def record() -> RecordInMemory:
    """A record with nothing in it."""
    return RecordInMemory(now=lambda: datetime.now(UTC))


async def types(kept: RecordInMemory) -> list[str]:
    """What the record holds, in order."""
    return [one.type for one in await kept.after(0, 100)]


async def test_a_policy_is_read_back_as_it_was_published() -> None:
    kept = record()
    for policy in presets(year=2026):
        assert await publish(kept, policy, secret=SECRET)
        told = await policy_at(kept, PolicyRef(id=policy.policy_id, version=1))
        assert told.policy == policy


async def test_its_calendars_are_published_whole_and_bound_by_version() -> None:
    kept = record()
    policy = preset("uk_fca_disp", year=2026)
    await publish(kept, policy, secret=SECRET, publisher=OWNER)
    first, second = [event_json.recorded(one.public) for one in await kept.after(0, 10)]
    assert isinstance(first.event, CalendarPublished) and isinstance(second.event, PolicyPublished)
    assert (first.stream_kind, first.stream_id) == ("calendar", calendar_stream("uk_england"))
    assert {"on": "2026-04-03", "name": "Good Friday"} in first.event.content["holidays"]
    assert first.event.content["source"].startswith("holidays ")
    assert second.event.content["calendars"] == [{"calendar_id": "uk_england", "version": 1}]
    assert {first.event.published_by, second.event.published_by} == {OWNER.id}
    assert second.actor == OWNER


async def test_what_says_the_same_is_not_published_again() -> None:
    kept = record()
    assert await publish(kept, preset("uk_fca_disp", year=2026), secret=SECRET)
    before = await types(kept)
    assert not await publish(kept, preset("uk_fca_disp", year=2026), secret=SECRET)
    assert await types(kept) == before


async def test_two_policies_share_a_calendar_that_says_the_same() -> None:
    kept = record()
    await publish(kept, preset("uk_fca_disp", year=2026), secret=SECRET)
    await publish(kept, preset("uk_housing_ombudsman", year=2026), secret=SECRET)
    assert len(await kept.stream(calendar_stream("uk_england"))) == 1


async def test_invariant_16_later_years_make_a_new_version_and_the_old_stays() -> None:
    kept = record()
    await publish(kept, preset("uk_fca_disp", year=2026), secret=SECRET)
    assert await publish(kept, preset("uk_fca_disp", year=2027), secret=SECRET)
    old = await policy_at(kept, PolicyRef(id="uk_fca_disp", version=1))
    new = await policy_at(kept, PolicyRef(id="uk_fca_disp", version=2))
    assert [one.policy.calendar("uk_england").version for one in (old, new)] == [1, 2]
    assert old.policy == preset("uk_fca_disp", year=2026)
    assert new.policy.calendar("uk_england").last_year == 2033
    calendar, versions = await calendar_at(kept, "uk_england")
    assert (calendar.version, versions) == (2, 2)


async def test_a_policy_that_told_its_calendars_whole_is_still_read() -> None:
    kept = record()
    policy = preset("iso10002_default")
    await publish(kept, policy, secret=SECRET)
    (_, stored) = await kept.after(0, 10)
    told = event_json.recorded(stored.public).event
    assert isinstance(told, PolicyPublished)
    whole = policy.model_dump(mode="json", exclude_none=True)
    assert Policy.model_validate({**told.content, "calendars": whole["calendars"]}) == policy


async def test_a_policy_from_before_a_field_was_there_says_the_same_and_stays_as_it_is() -> None:
    kept = record()
    policy = preset("small_organisation", year=2026)
    await publish(kept, policy, secret=SECRET)
    stream = policy_stream(policy.policy_id)
    history = await kept.stream(stream)
    content = content_of(history[-1])
    del content["erasure_bases"], content["disclosure_bases"]
    before = PolicyPublished(policy_id=policy.policy_id, content=content, published_by=OWNER.id)
    named = Statement(stream, before, OWNER, "publish", content)
    await kept.append(named.after(history, SECRET))
    assert not await publish(kept, policy, secret=SECRET)
    assert len(await kept.stream(stream)) == 2


async def test_what_was_never_published_is_not_there() -> None:
    kept = record()
    with pytest.raises(NeverPublished, match="no version 1"):
        await policy_at(kept, PolicyRef(id="mine", version=1))
    with pytest.raises(NeverPublished, match="'iran' was never published"):
        await calendar_at(kept, "iran")
    await publish(kept, preset("us_cfpb", year=2026), secret=SECRET)
    with pytest.raises(NeverPublished, match="in version 2"):
        await calendar_at(kept, "us_federal", 2)
    assert len(await kept.stream(policy_stream("us_cfpb"))) == 1


def own(year: int) -> Policy:
    """A policy of somebody's own, with the calendar of its country and a day of its own."""
    plan = {"calendar_id": "office", "country": "GB", "holidays": ["2026-12-24"]}
    said = preset("uk_fca_disp").model_dump()
    rules = [{**one, "calendar_id": "office"} for one in said["deadlines"]]
    calendar = resolved(plan, year=year).model_dump()
    return Policy.model_validate(
        {**said, "policy_id": "ours", "deadlines": rules, "calendars": [calendar]}
    )


async def test_a_policy_of_ones_own_gets_later_years_and_says_all_else_as_it_did() -> None:
    kept = record()
    await publish(kept, own(2019), secret=SECRET, publisher=OWNER)
    assert await refresh(kept, "ours", secret=SECRET)
    old, new = [content_of(one) for one in await kept.stream(policy_stream("ours"))]
    assert {**new, "calendars": old["calendars"]} == old
    told = await policy_at(kept, PolicyRef(id="ours", version=2))
    office = told.policy.calendar("office")
    assert office.version == 2 and (office.last_year or 0) > 2025
    assert not office.is_working_day(date(2026, 12, 24))
    assert not await refresh(kept, "ours", secret=SECRET)


async def test_two_policies_with_different_calendars_of_one_name_are_each_published_once() -> None:
    kept = record()
    shipped = preset("uk_fca_disp", year=2026)
    renamed = own(2026).model_dump()
    renamed["calendars"][0]["calendar_id"] = "uk_england"
    rules = [{**one, "calendar_id": "uk_england"} for one in renamed["deadlines"]]
    other = Policy.model_validate({**renamed, "deadlines": rules})
    for policy in (shipped, other):
        assert await publish(kept, policy, secret=SECRET)
    for policy in (shipped, other):
        assert not await publish(kept, policy, secret=SECRET)


def test_a_bad_file_is_told_every_fault_at_once(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[3] / "domain" / "policies" / "uk_fca_disp.toml"
    said = shipped.read_text(encoding="utf-8")
    for good, bad in (
        ('calendar_id = "uk_england"\n\n# DISP', 'country = "ZZ"\ncalendar_id = "uk"\n\n# DISP'),
        ('kind = "external_referral_window"', 'kind = "ombudsman"'),
        ('unit = "weeks"', 'unit = "fortnights"'),
        ("stages = 1", "stages = 0"),
    ):
        assert good in said
        said = said.replace(good, bad, 1)
    path = tmp_path / "uk_fca_disp.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(BadPolicy) as told:
        read_policy(path, year=2026)
    for fault in ("this place", "deadlines.4.kind", "deadlines.2.unit", "stages: "):
        assert fault in str(told.value)
