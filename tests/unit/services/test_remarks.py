"""A time that was told in another zone is told again as it counts."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.policy_files import preset
from domain.complaint.events import ComplaintReceived
from domain.registry import COMMANDS
from domain.values import When
from services.cli.entering import when as typed
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.remarks import remarks_of, remarks_on
from services.policies.policy_in_force import publish
from tests.support.clocks_told import begun, correct, receipt
from tests.support.controls import HANDLER
from tests.support.keys import SameKey
from tests.support.matter import Matter
from tests.support.offered_together import Shared
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

LONDON = "Europe/London"
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
SECRET = bytes(range(32))
FAILED = "report_failed_communication"


@pytest.mark.parametrize(
    ("occurred", "remarks"),
    [
        ("2026-04-01", []),
        ("2026-04-01T04:30", []),
        ("2026-04-01T04:30+01:00", []),
        (
            "2026-03-31T23:30:00-04:00",
            ["occurred: 2026-03-31T23:30:00-04:00 counts as 2026-04-01 04:30 in Europe/London"],
        ),
        (
            "2026-04-01T23:30:00Z",
            ["occurred: 2026-04-01T23:30:00+00:00 counts as 2026-04-02 00:30 in Europe/London"],
        ),
        (
            "2026-04-01T04:30[Asia/Tokyo]",
            ["occurred: 2026-04-01T04:30:00+09:00 counts as 2026-03-31 20:30 in Europe/London"],
        ),
        (
            "2026-04-01[Asia/Tokyo]",
            ["occurred: 2026-04-01 in Asia/Tokyo counts as that day in Europe/London"],
        ),
        ("unknown", []),
    ],
)
def test_a_typed_offset_or_zone_is_said_to_be_converted(occurred: str, remarks: list[str]) -> None:
    told = {"occurred": typed(occurred, LONDON), "narrative": "at, on, zone"}
    assert list(remarks_on(told, zone=LONDON)) == remarks


def test_times_within_a_list_are_remarked_too() -> None:
    told = {"issues": [{"occurred": {"on": "2026-03-01", "zone": "Asia/Tokyo"}}]}
    assert remarks_on(told, zone=LONDON) == (
        "occurred: 2026-03-01 in Asia/Tokyo counts as that day in Europe/London",
    )


@pytest.mark.anyio
async def test_every_time_is_stored_in_the_house_s_zone() -> None:
    record = RecordInMemory(now=lambda: NOW)
    await publish(record, preset("iso10002_default"), secret=SECRET)
    book = LatestOf(record, policy_id="iso10002_default", legal_entity="main", zone=LONDON)
    here = CommandService(record, keys=SameKey(), policies=book, secret=SECRET, now=lambda: NOW)

    async def ask(name: str, occurred: str, of: UUID | None = None) -> CommandResult:
        told: dict[str, Any] = {"occurred": typed(occurred, LONDON)}
        if of is None:
            told |= {
                "narrative": "late",
                "issues": [{"occurred": typed("2026-03-01", "Asia/Tokyo")}],
            }
        command = COMMANDS[name].model.model_validate(told)
        return await here.run(
            CommandRequest(name=name, command=command, actor=HANDLER, stream_id=of)
        )

    done = await ask("receive", "2026-03-31T23:30:00-04:00")
    receipt = done.events[0]
    assert receipt.occurred == When(at=datetime(2026, 4, 1, 3, 30, tzinfo=UTC), zone=LONDON)
    assert isinstance(receipt.event, ComplaintReceived)
    assert receipt.event.issues[0].occurred == When(on=date(2026, 3, 1), zone=LONDON)
    noted = await ask("acknowledge", "2026-04-02[Asia/Tokyo]", done.stream_id)
    assert noted.events[-1].occurred == When(on=date(2026, 4, 2), zone=LONDON)


def test_who_corrects_is_told_which_due_dates_moved_and_why() -> None:
    story = begun("2026-11-16")
    so_far = len(story.events)
    correct(story, receipt(story), "2026-11-12")
    told = list(remarks_of(story.present, story.events[so_far:]))
    assert (
        "response is due on 2026-12-10 instead of 2026-12-14, because a fact that it rests on was "
        "corrected"
    ) in told


def test_who_receives_is_told_of_a_product_that_the_policy_does_not_list() -> None:
    story = begun("2026-11-25", preset("uk_fca_disp"), issues=[{"product_code": "payments"}])
    (told,) = remarks_of(story.present, story.events)
    assert "the policy does not list the product payments" in told


def test_who_enters_it_for_somebody_whose_it_is_not_is_told_that_it_changed_nothing() -> None:
    office = Shared()
    office.tell_both()
    asked: dict[str, Any] = {
        "remedy_id": office.offered(party_id=office.ann_there),
        "party_id": office.bobs_id,
    }
    for deed in ("accept_remedy", "decline_remedy"):
        said = office.asked(deed, office.bobs, **asked)
        (told,) = remarks_of(office.bob, said.recorded)
        assert "changed nothing and awaits a decision" in told
    award = office.award()
    answer: dict[str, Any] = {"answer_code": "accepted", "party_id": office.bobs_id}
    said = office.asked("answer_determination", office.bobs, **answer)
    assert len(list(remarks_of(office.bob, said.recorded))) == len(said.recorded) == 2
    assert office.status(award) == "offered"


def test_who_tells_that_what_a_part_rests_on_failed_is_told_of_the_part() -> None:
    """There it is told by its own copy, and then can be acknowledged anew."""
    office = Matter()
    letter = office.asked("acknowledge", office.anns).recorded[0].event_id
    part_id = office.split()
    failed: dict[str, Any] = {"failure_code": "returned"}
    told = office.asked(FAILED, office.anns, target_event_id=letter, **failed)
    (remark,) = [one for one in remarks_of(office.ann, told.recorded) if str(part_id) in one]
    assert "counts there as told" in remark
    copy = office.complaints[part_id].acknowledged_by
    office.asked(FAILED, part_id, target_event_id=copy, **failed)
    assert not office.complaints[part_id].is_acknowledged
    office.asked("acknowledge", part_id)
    assert office.complaints[part_id].is_acknowledged
