"""6.2 A date is explained from the record and from what was published then."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.calendars import resolved
from adapters.policy_files import preset
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.stream_heads import NotFound
from services.policies.publish_policy import publish
from services.queries.explaining import Explanation, explanations
from tests.support.keys import SameKey
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
HANDLER = Actor(kind="staff", id=UUID(int=1), role="handler")
SECOND_APPROVER = Actor(kind="staff", id=UUID(int=2), role="approver")
MORNING = datetime(2026, 3, 30, 9, tzinfo=UTC)

pytestmark = pytest.mark.anyio


class Office:
    """A record in memory, a policy in force, and a clock that is set."""

    def __init__(self, policy_id: str) -> None:
        self.at = MORNING
        self.record = RecordInMemory(now=lambda: self.at)
        book = LatestOf(self.record, policy_id=policy_id, legal_entity="main", zone="Europe/London")
        self.complaints = CommandService(
            self.record, keys=SameKey(), policies=book, secret=SECRET, now=lambda: self.at
        )
        self.complaint_id: UUID | None = None

    async def publish(self, policy: Policy) -> None:
        assert await publish(self.record, policy, secret=SECRET)

    async def do(self, name: str, *, by: Actor = HANDLER, **body: Any) -> CommandResult:
        command = COMMANDS[name].model.model_validate(body)
        asked = CommandRequest(name=name, command=command, actor=by, stream_id=self.complaint_id)
        done = await self.complaints.run(asked)
        self.complaint_id = done.stream_id
        self.at += timedelta(minutes=1)
        return done

    async def approved(self, name: str, **asked: Any) -> CommandResult:
        """A command that takes two people, approved by another approver."""
        await self.do(name, **asked)
        return await self.do("grant_approval", by=SECOND_APPROVER)

    async def explained(self, kind: str) -> Explanation:
        return (await self.all(kind))[-1]

    async def all(self, kind: str) -> list[Explanation]:
        assert self.complaint_id is not None
        told = await explanations(self.record, self.complaint_id, now=self.at)
        return [one for one in told if one.kind == kind]


async def housing() -> Office:
    """A complaint about a home, just received."""
    office = Office("uk_housing_ombudsman")
    await office.publish(preset("uk_housing_ombudsman", year=2026))
    await office.do("receive", narrative="The roof leaks.")
    return office


async def test_each_day_is_counted_or_skipped_with_its_reason() -> None:
    office = await housing()
    told = await office.explained("acknowledgement")
    assert [(day.on.day, day.number, day.why_free) for day in told.days] == [
        (31, 1, None),
        (1, 2, None),
        (2, 3, None),
        (3, None, "Good Friday"),
        (4, None, "Saturday"),
        (5, None, "Sunday"),
        (6, None, "Easter Monday"),
        (7, 4, None),
        (8, 5, None),
    ]
    assert told.due_on == told.days[-1].on


async def test_it_names_rule_policy_calendar_and_start() -> None:
    office = await housing()
    told = await office.explained("acknowledgement")
    assert told.rule is not None and (told.rule_id, told.rule.amount) == ("acknowledge_5wd", 5)
    assert (told.policy_id, told.policy_version) == ("uk_housing_ombudsman", 1)
    assert (told.calendar_id, told.calendar_version) == ("uk_england", 1)
    assert told.calendar_source is not None and told.calendar_source.endswith("GB ENG")
    assert (told.start_type, told.starts.at) == ("ComplaintReceived", MORNING)
    text = "\n".join(told.sentences)
    for said in (
        "Acknowledgement of the organisation: due on Wednesday 2026-04-08, until 2026-04-08 23:00",
        "Rule acknowledge_5wd of policy uk_housing_ombudsman version 1",
        "5 working days, until the day ends at 24:00 in Europe/London",
        "It counts from ComplaintReceived on Monday 2026-03-30 10:00 Europe/London",
        "Of the 9 days after it, 5 count as working days (calendar uk_england version 1",
        "Not counted: Friday 2026-04-03, Good Friday.",
        "Not counted: 2 days of weekends (Saturday, Sunday).",
    ):
        assert said in text


async def test_invariant_16_a_later_policy_and_calendar_change_no_explanation() -> None:
    office = await housing()
    before = await office.explained("acknowledgement")
    rules = [{**one.model_dump(), "amount": 1} for one in preset("us_cfpb", year=2026).deadlines]
    longer = preset("uk_housing_ombudsman", year=2026).model_dump()
    longer["deadlines"] = [{**one, "calendar_id": "uk_england"} for one in rules]
    longer["extensions"] = []
    longer["calendars"] = [{"calendar_id": "uk_england", "weekend": ["sunday"]}]
    await office.publish(Policy.model_validate(longer))
    assert await office.explained("acknowledgement") == before


async def test_what_happened_since_is_told_in_order_and_who_was_told() -> None:
    office = await housing()
    await office.do("acknowledge")
    assert (
        (await office.explained("acknowledgement"))
        .changes[-1]
        .sentence.endswith(
            "met by ComplaintAcknowledged on Monday 2026-03-30 10:01 Europe/London, in time."
        )
    )
    named_day: Any = {"direction": "outbound", "final_expected_on": "2026-05-29"}
    notice = await office.do("record_contact", channel_code="email", **named_day)
    response = await office.explained("response")
    await office.do(
        "extend_deadline",
        deadline_id=str(response.deadline_id),
        ground_code="expert_away",
        is_agreed=True,
        notice_event_id=str(notice.events[0].event_id),
    )
    told = await office.explained("response")
    assert (told.due_on.isoformat(), told.first_due_at) == ("2026-04-29", response.due_at)
    (change,) = told.changes
    for said in (
        "extended from Wednesday 2026-04-15 to Wednesday 2026-04-29 by rule stage_1_more_10wd",
        "because expert away, agreed with the complainant, within the limit",
        "told by ContactRecorded on Monday 2026-03-30 10:02",
    ):
        assert said in change.sentence


async def test_a_day_that_was_made_up_for_is_counted_and_said() -> None:
    office = Office("beijing")
    policy = preset("uk_housing_ombudsman", year=2026).model_dump()
    rules = [{**one, "calendar_id": "china"} for one in policy["deadlines"]]
    own = {"policy_id": "beijing", "deadlines": rules, "extensions": []}
    await office.publish(Policy.model_validate({**policy, **own, "calendars": [china()]}))
    office.at = datetime(2026, 9, 30, 9, tzinfo=UTC)
    await office.do("receive", narrative="x")
    told = await office.explained("acknowledgement")
    assert told.due_on.isoformat() == "2026-10-13"
    assert [day.on.isoformat() for day in told.days if day.is_made_up] == ["2026-10-10"]
    assert any("Counted although in a weekend: Saturday 2026-10-10" in s for s in told.sentences)


def china() -> dict[str, Any]:
    """China's calendar as known in 2026."""
    return resolved({"calendar_id": "china"}, year=2026).model_dump()


async def test_what_was_never_due_cannot_be_explained() -> None:
    office = await housing()
    assert office.complaint_id is not None
    with pytest.raises(NotFound, match="no deadline"):
        await explanations(office.record, office.complaint_id, [UUID(int=404)], now=office.at)
    with pytest.raises(NotFound, match="no complaint"):
        await explanations(office.record, UUID(int=404), now=office.at)


async def test_a_corrected_start_is_told_with_its_reason_and_what_it_replaced() -> None:
    office = await housing()
    office.at += timedelta(days=3)
    receipt = (await office.explained("acknowledgement")).start_event_id
    approver = HANDLER.model_copy(update={"role": "approver"})
    await office.approved(
        "correct_record",
        by=approver,
        target_event_id=receipt,
        field="occurred",
        right="2026-03-27",
        ground_code="postmark",
    )
    told = await office.explained("acknowledgement")
    text = "\n".join(told.sentences)
    for said in (
        "It counts from ComplaintReceived on Friday 2026-03-27",
        "was corrected on",
        "to Friday 2026-03-27, because postmark.",
        "It took the place of one due on Wednesday 2026-04-08, because a fact that it rests on was "
        "corrected.",
    ):
        assert said in text
    (first,) = [one for one in await office.all("acknowledgement") if one.status == "replaced"]
    assert "because a fact that it rests on was corrected" in first.changes[-1].sentence


async def test_what_rests_on_an_earlier_policy_is_set_anew_by_that_policy() -> None:
    office = await housing()
    receipt = (await office.explained("acknowledgement")).start_event_id
    longer = preset("uk_housing_ombudsman", year=2026).model_dump()
    rules = [{**one, "amount": one["amount"] + 7} for one in longer["deadlines"]]
    await office.publish(Policy.model_validate({**longer, "deadlines": rules}))
    await office.approved(
        "correct_record",
        by=HANDLER.model_copy(update={"role": "approver"}),
        target_event_id=receipt,
        field="occurred",
        right="2026-03-27",
        ground_code="postmark",
    )
    told = await office.explained("acknowledgement")
    assert (told.due_on.isoformat(), told.policy_version) == ("2026-04-07", 1)
