"""What counts as a stall, given what was seen and when: each with the values and what to do."""

from dataclasses import replace
from datetime import datetime

import pytest

from adapters.postgres.heartbeats import CLOCK, PROJECTIONS, RELAY, STANDBY
from adapters.postgres.system_status import Next, Seen
from adapters.view_answers import Standings
from domain.slices import SLICES
from services.operations.stalls import Rules, Stall, faults
from tests.support.sights import (
    ALL_WELL,
    RULES,
    TOPIC,
    ago,
    said,
    seen,
    view,
    waits,
    without,
    worker,
)


def only(found: Seen, rules: Rules = RULES) -> Stall:
    """The one fault there is."""
    (fault,) = faults(found, rules)
    assert fault.instead
    return fault


def test_when_all_were_heard_of_and_nothing_waits_all_is_well() -> None:
    assert faults(seen(), RULES) == ()


def test_a_relay_not_heard_of_is_a_stall_with_its_last_process() -> None:
    fault = only(seen(said(RELAY, TOPIC, heard=61)))
    assert (fault.part, fault.reason) == ("relay", "was not heard of for 61 s (vm:1)")


def test_one_of_several_processes_of_the_api_is_told_by_its_own_silence() -> None:
    two = replace(RULES, apis=("api", "api-2"))
    found = seen(said("api"), said("api-2", heard=61))
    assert only(found, two).reason == "was not heard of for 61 s (vm:1)"
    assert only(found, two).part == "api-2"
    assert faults(seen(said("api", heard=61)), RULES) == ()  # one alone is known by its answer


def test_silence_up_to_the_limit_is_none() -> None:
    found = seen(said(RELAY, TOPIC, heard=60), said(CLOCK, heard=60))
    assert faults(found, RULES) == ()
    assert len(faults(found, replace(RULES, limit=59))) == 2


def test_a_relay_that_stands_by_does_not_hide_that_the_active_one_is_silent() -> None:
    found = seen(said(RELAY, TOPIC, heard=61), said(STANDBY, TOPIC, heard=0))
    assert only(found).part == "relay"


def test_a_relay_of_another_topic_does_not_pass_for_ours() -> None:
    found = without(seen(), RELAY)
    other = said(RELAY, "another.topic")
    found = replace(found, heard={**found.heard, (RELAY, "another.topic"): other})
    assert only(found).reason == "was never heard of"


def test_without_a_broker_no_relay_is_expected() -> None:
    found = replace(without(seen(), RELAY), published=0, unpublished=waits(1, 500))
    assert faults(found, replace(RULES, publishes=False)) == ()


def test_a_relay_that_waits_for_the_broker_says_so_and_since_when() -> None:
    reason = "the broker: no Kafka at 127.0.0.1:9092"
    waiting = said(RELAY, TOPIC, doing="waiting", reason=reason, since=61)
    fault = only(seen(waiting, unpublished=waits(12, 61), published=11))
    assert fault.reason == f"waits since 2026-11-21 11:58:59Z (61 s): {reason}"
    assert "broker" in fault.instead
    assert faults(seen(replace(waiting, since=ago(60))), RULES) == ()


def test_a_silent_relay_that_waited_last_is_told_with_what_it_waited_for() -> None:
    silent = said(RELAY, TOPIC, heard=70, doing="waiting", reason="the broker: away", since=90)
    reason = only(seen(silent)).reason
    assert reason.startswith("was not heard of for 70 s (vm:1); it waits since ")
    assert reason.endswith("(90 s): the broker: away")


def test_a_relay_that_refuses_says_why_however_long_it_is_ago() -> None:
    refuses = said(RELAY, TOPIC, heard=5, doing="refused", reason="the store lost", since=5)
    for found in (seen(refuses), seen(replace(refuses, beat_at=ago(9000)))):
        fault = only(found)
        assert fault.reason == "refuses to publish since 2026-11-21 11:59:55Z: the store lost"
        assert "start the relay again" in fault.instead


def test_an_event_that_waits_to_be_published_is_a_stall_of_the_relay() -> None:
    fault = only(seen(unpublished=waits(12, 75), published=11))
    assert fault == Stall(
        "relay",
        "position 12 is not published yet, 75 s after it was stored (29 unpublished up to 40)",
        fault.instead,
    )
    assert faults(seen(unpublished=waits(12, 60), published=11), RULES) == ()


def test_what_the_relay_has_only_begun_to_wait_for_is_told_with_what_is_not_published() -> None:
    waiting = said(RELAY, TOPIC, doing="waiting", reason="the broker: away", since=50)
    reason = only(seen(waiting, unpublished=waits(12, 61), published=11)).reason
    assert reason.startswith("position 12 is not published yet, 61 s after it was stored")
    assert reason.endswith("; it waits since 2026-11-21 11:59:10Z (50 s): the broker: away")


def test_a_relay_that_works_off_old_events_does_not_stand_still() -> None:
    moving = Next(12, ago(9000), ago(3))
    assert faults(seen(unpublished=moving, published=11), RULES) == ()


def test_a_clock_not_heard_of_is_a_stall() -> None:
    fault = only(seen(said(CLOCK, heard=75)))
    assert (fault.part, fault.reason) == ("clock", "was not heard of for 75 s (vm:1)")


@pytest.mark.parametrize(("part", "name"), [(RELAY, "relay"), (CLOCK, "clock")])
def test_a_part_that_was_never_heard_of_is_a_stall(part: str, name: str) -> None:
    fault = only(without(seen(), part))
    assert (fault.part, fault.reason) == (name, "was never heard of")


@pytest.mark.parametrize("part", [RELAY, CLOCK, PROJECTIONS])
@pytest.mark.parametrize("watched_since", [None, ago(9000)])
def test_what_was_heard_before_the_database_recovered_is_lost_and_no_silence(
    part: str, watched_since: datetime | None
) -> None:
    """Its crash empties the table of the signs of life; who lives is heard of a moment later."""
    rules = replace(RULES, watched_since=watched_since)
    found = without(seen(), part)
    assert faults(replace(found, recovered_at=ago(60)), rules) == ()
    told = only(replace(found, recovered_at=ago(61)), rules)
    assert told.reason.endswith("since the database recovered at 2026-11-21 11:58:59Z (61 s)")
    assert "ever" not in told.reason


def test_slices_that_nobody_feeds_are_named_with_who_did_it_last() -> None:
    found = seen(*(said(PROJECTIONS, slice_, heard=75) for slice_ in ("3", "7")))
    assert only(found).part == "projections"
    assert only(found).reason == (
        "no worker has fed slices 3, 7 for 75 s: the last, vm:1, was not heard of since"
    )
    gone = replace(found, standings=Standings((view(),), (worker(worker="vm:2"),)))
    assert only(gone).reason.endswith("the last, vm:1, has ended")


def test_workers_that_went_silent_at_different_times_are_told_apart() -> None:
    other = replace(said(PROJECTIONS, "3", heard=90), instance="vm:2")
    found = seen(other, said(PROJECTIONS, "7", heard=75))
    told = [fault.reason for fault in faults(found, RULES)]
    assert [reason[:40] for reason in told] == [
        "no worker has fed slice 7 for 75 s: the ",
        "no worker has fed slice 3 for 90 s: the ",
    ]


def test_no_worker_at_all_is_one_stall() -> None:
    fault = only(without(seen(), PROJECTIONS))
    assert fault.reason == "no worker was ever heard of for any of the 12 slices"


def test_a_worker_that_cannot_feed_says_itself_why() -> None:
    silent = [said(PROJECTIONS, str(slice_), heard=75) for slice_ in range(SLICES)]
    waiting = said(PROJECTIONS, doing="waiting", reason="no Kafka at x:9092", heard=5, since=70)
    reason = only(seen(*silent, waiting)).reason
    assert reason.endswith("; vm:1 waits since 2026-11-21 11:58:50Z (70 s): no Kafka at x:9092")


def test_a_view_that_stopped_says_at_what_and_why() -> None:
    stopped = view(stopped="13: unknown type NeverHeardOf v1", complete_upto=12)
    fault = only(seen(views=(stopped,), unapplied={("audit_trail", 1, 4): waits(13, 300)}))
    assert fault.part == "audit_trail"
    assert fault.reason == "stopped at position 13: unknown type NeverHeardOf v1"


def test_a_version_that_follows_the_live_one_may_not_stop_unheard_but_an_older_one_may() -> None:
    live, new = view(version=2), view(version=3, is_live=False, stopped="13: x")
    assert only(seen(views=(live, new))).part == "audit_trail v3"
    former = view(version=1, is_live=False, stopped="13: x")
    assert faults(seen(views=(live, former)), RULES) == ()


def test_an_event_that_waits_to_be_applied_is_a_stall_of_the_view() -> None:
    unapplied = {
        ("audit_trail", 1, 4): waits(13, 75),
        ("audit_trail", 1, 5): waits(14, 70),
        ("audit_trail", 1, 6): waits(15, 10),
    }
    fault = only(seen(views=(view(complete_upto=12),), unapplied=unapplied))
    assert fault.part == "audit_trail"
    assert fault.reason == (
        "position 13 waits to be applied for 75 s (slice 4, 2 slices in all, "
        "complete up to 12 of 40)"
    )


def test_a_view_that_is_being_filled_does_not_stand_still() -> None:
    moving = Next(13, ago(90_000), ago(2))
    assert faults(seen(unapplied={("audit_trail", 1, 4): moving}), RULES) == ()


def test_a_version_that_nobody_reads_may_lag() -> None:
    old = view(version=1, is_live=False)
    unapplied = {("audit_trail", 1, 4): waits(13, 900)}
    assert faults(seen(views=(view(version=2), old), unapplied=unapplied), RULES) == ()


def test_what_is_not_published_yet_is_no_fault_of_the_views() -> None:
    unapplied = {("audit_trail", 1, 4): waits(13, 900)}
    found = seen(unapplied=unapplied, unpublished=waits(12, 900), published=11)
    assert only(found).part == "relay"
    assert only(found, replace(RULES, publishes=False)).part == "audit_trail"


def test_what_nobody_feeds_is_told_once_and_not_for_every_view() -> None:
    found = seen(said(PROJECTIONS, "4", heard=75), unapplied={("audit_trail", 1, 4): waits(13, 75)})
    assert only(found).part == "projections"


def test_parked_complaints_are_no_stall() -> None:
    assert faults(seen(views=(view(parked=3),)), RULES) == ()


def test_who_just_began_to_watch_gives_everybody_time_to_be_heard_of() -> None:
    nobody = without(seen(), RELAY, CLOCK, PROJECTIONS)
    silent = seen(*(replace(one, beat_at=ago(9000)) for one in ALL_WELL))
    waiting = seen(unpublished=waits(12, 9000), published=11)
    for found in (nobody, silent, waiting):
        assert faults(found, replace(RULES, watched_since=ago(60))) == ()
        assert faults(found, replace(RULES, watched_since=ago(61)))
