"""5.3 The policy in force is a recorded fact: what is adopted decides, and nothing else does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters import event_json
from adapters.policy_files import preset
from domain.policy import Policy
from domain.policy.adopting import AdoptPolicy, OtherThanAdopted
from domain.policy.events import PolicyAdopted
from domain.values import PolicyRef
from services.policies.adopt_policy import adopt, adopt_calendars, adopt_first, waiting
from services.policies.policy_history import NeverPublished, legal_entity_stream
from services.policies.policy_in_force import NoPolicy, PolicyBook, publish
from tests.support.policies import OWNER, put_in_force
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONE = "Europe/London"
CFPB = preset("us_cfpb", year=2026)
STRICTER = CFPB.model_copy(update={"day_ends": "12:00"})

pytestmark = pytest.mark.anyio


def record() -> RecordInMemory:
    return RecordInMemory(now=lambda: NOW)


def book(kept: RecordInMemory, at: datetime = NOW) -> PolicyBook:
    """What a process that starts at this moment knows."""
    return PolicyBook(kept, now=lambda: at)


async def adoptions(kept: RecordInMemory, entity: str = "main") -> list[PolicyAdopted]:
    stored = await kept.stream(legal_entity_stream(entity))
    events = [event_json.recorded(one.public).event for one in stored]
    assert {(one.stream_kind, one.slice) for one in stored} <= {("legal_entity", None)}
    return [event for event in events if isinstance(event, PolicyAdopted)]


def later(policy: Policy) -> Policy:
    """The same with calendars of more years."""
    told = preset(policy.policy_id, year=2028)
    return policy.model_copy(update={"calendars": told.calendars})


async def test_what_was_adopted_is_in_force_with_its_calendars() -> None:
    kept = record()
    with pytest.raises(NoPolicy, match="plaint up"):
        await book(kept).in_force()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW, zone="America/New_York")
    told = await book(kept).in_force()
    assert (told.ref, told.legal_entity) == (PolicyRef(id="us_cfpb", version=1), "main")
    assert (told.zone, told.policy) == ("America/New_York", CFPB)


async def test_publishing_puts_nothing_in_force() -> None:
    kept = record()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    assert await publish(kept, STRICTER, secret=SECRET)
    assert (await book(kept).in_force()).ref.version == 1
    (late,) = await waiting(kept, at=NOW)
    assert (late.version, late.adopted_version) == (2, 1)
    assert "plaint policy adopt us_cfpb" in late.instead
    assert await adopt_calendars(kept, secret=SECRET, at=NOW) == []


async def test_a_version_with_later_calendars_alone_is_adopted_by_the_system() -> None:
    kept = record()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    await publish(kept, later(CFPB), secret=SECRET)
    await publish(kept, STRICTER, secret=SECRET)
    (made,) = await adopt_calendars(kept, secret=SECRET, at=NOW)
    assert (made.ref.version, made.ground_code) == (2, "calendar_refreshed")
    assert (made.adopted_by.kind, made.from_on) == ("system", NOW.date())
    assert await adopt_calendars(kept, secret=SECRET, at=NOW) == []
    assert (await book(kept).in_force()).ref.version == 2
    assert [one.version for one in await waiting(kept, at=NOW)] == [3]


async def test_a_policy_that_waits_for_its_day_gets_later_calendars_too() -> None:
    kept, first_day = record(), date(2026, 4, 1)
    await put_in_force(kept, preset("small_organisation", year=2026), secret=SECRET, at=NOW)
    await publish(kept, CFPB, secret=SECRET)
    command = adopting("us_cfpb", first_day)
    await adopt(kept, command, by=OWNER, secret=SECRET, at=NOW)
    await publish(kept, later(CFPB), secret=SECRET)
    (made,) = await adopt_calendars(kept, secret=SECRET, at=NOW)
    assert (made.ref, made.from_on) == (PolicyRef(id="us_cfpb", version=2), first_day)
    assert (await book(kept).in_force()).ref.id == "small_organisation"
    then = await book(kept, NOW + timedelta(days=31)).in_force()
    assert then.ref == PolicyRef(id="us_cfpb", version=2)


async def test_what_decides_already_is_not_adopted_again() -> None:
    kept = record()
    for _ in range(2):
        await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    assert len(await adoptions(kept)) == 1


async def test_nothing_that_was_never_published_is_adopted() -> None:
    kept = record()
    command = AdoptPolicy(
        legal_entity="main", zone=ZONE, policy_id="mine", policy_version=1, ground_code="decided"
    )
    with pytest.raises(NeverPublished, match="mine"):
        await adopt(kept, command, by=OWNER, secret=SECRET)


async def test_the_first_start_adopts_what_is_named_once() -> None:
    kept = record()
    named = {"policy": "us_cfpb", "legal_entity": None, "zone": ZONE}
    assert await adopt_first(kept, named, secret=SECRET) is None
    await publish(kept, CFPB, secret=SECRET)
    for _ in range(2):
        await adopt_first(kept, named, secret=SECRET)
    (event,) = await adoptions(kept)
    assert (event.policy_id, event.policy_version, event.zone) == ("us_cfpb", 1, ZONE)
    assert (event.legal_entity, event.ground_code) == ("main", "first_start")


@pytest.mark.parametrize(
    "named",
    [{"policy": "small_organisation"}, {"zone": "Asia/Tokyo"}, {"legal_entity": "other"}],
    ids=str,
)
async def test_no_setting_changes_what_was_adopted(named: dict[str, str | None]) -> None:
    kept = record()
    await book(kept).must_be(named)
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    with pytest.raises(OtherThanAdopted, match="plaint policy adopt"):
        await book(kept).must_be(named)
    agreeing = {"policy": "us_cfpb", "zone": ZONE, "legal_entity": "main"}
    await book(kept).must_be(agreeing)


async def test_an_entity_that_adopted_nothing_decides_as_the_installation_s_does() -> None:
    kept = record()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    small = preset("small_organisation", year=2026)
    await put_in_force(kept, small, secret=SECRET, at=NOW, legal_entity="branch", zone="UTC")
    known = book(kept)
    assert (await known.in_force("imported")).ref.id == "us_cfpb"
    branch = await known.in_force("branch")
    assert (branch.ref.id, branch.legal_entity, branch.zone) == (
        "small_organisation",
        "branch",
        "UTC",
    )
    assert [one.legal_entity for one in await known.every()] == ["main", "branch"]


async def test_adopting_anew_what_decides_takes_back_all_that_waits_for_its_day() -> None:
    kept = record()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    plans = (("small_organisation", date(2026, 3, 5)), ("uk_fca_disp", date(2026, 3, 9)))
    for policy_id, day in plans:
        await publish(kept, preset(policy_id, year=2026), secret=SECRET)
        await adopt(kept, adopting(policy_id, day), by=OWNER, secret=SECRET, at=NOW)
    made, is_new = await adopt(kept, adopting("us_cfpb"), by=OWNER, secret=SECRET, at=NOW)
    assert (made.ref.id, made.from_on, is_new) == ("us_cfpb", date(2026, 3, 9), True)
    for days in range(12):
        told = await book(kept, NOW + timedelta(days=days)).in_force()
        assert told.ref.id == "us_cfpb", days
    _, is_new = await adopt(kept, adopting("us_cfpb"), by=OWNER, secret=SECRET, at=NOW)
    assert not is_new


async def test_what_decides_on_the_day_that_is_named_is_not_adopted_again() -> None:
    kept = record()
    await put_in_force(kept, CFPB, secret=SECRET, at=NOW)
    command = adopting("us_cfpb", date(2026, 3, 5))
    _, is_new = await adopt(kept, command, by=OWNER, secret=SECRET, at=NOW)
    assert not is_new


def adopting(policy_id: str, from_on: date | None = None) -> AdoptPolicy:
    return AdoptPolicy(
        legal_entity="main",
        zone=ZONE,
        policy_id=policy_id,
        policy_version=1,
        from_on=from_on,
        ground_code="decided",
    )
