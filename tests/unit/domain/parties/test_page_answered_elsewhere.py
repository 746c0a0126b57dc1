"""4.9, 7.8 Whose complaint was answered where it goes on sees how long they may reply, and how."""

from datetime import timedelta
from typing import Any

from domain.complaint import events as e
from tests.support.ann_and_bob import RECOURSE as WAYS
from tests.support.answered_together import Answered
from tests.unit.domain.parties.test_page_gone_on import Page


class Ann(Answered, Page):
    """Ann reads her own complaint, which is answered in Bob's."""


def test_their_time_to_reply_counts_from_their_own_answer() -> None:
    office = Ann()
    office.tell()
    assert "reply_window" not in office.dates()
    office.now += timedelta(days=3)
    office.tell(to_party_id=office.ann_there)
    shown = office.dates()["reply_window"]
    windows = {
        one.fact.about.id if one.fact.about else None: one
        for one in office.bob.deadlines.values()
        if one.fact.kind == "reply_window"
    }
    assert shown == f"due {windows[office.ann_there].due_on:%d}"
    assert windows[office.ann_there].due_on > windows[None].due_on


def test_the_ways_that_stand_open_to_them_are_shown() -> None:
    office = Ann()
    assert office.page().recourse == ()
    office.tell_both()
    assert [one.kind for one in office.page().recourse] == ["external"]


def test_it_ends_with_their_own_reply_and_with_none_of_another() -> None:
    office = Ann()
    office.tell_both()
    office.asked("accept_decision", office.bobs, party_id=office.bob.party_id, means_code="phone")
    assert office.dates()["reply_window"].startswith("due")
    office.asked("accept_decision", office.anns, by=office.herself, means_code="own_key")
    assert office.dates()["reply_window"].startswith("done")


def test_what_did_not_arrive_gave_them_no_time() -> None:
    office = Ann()
    office.tell()
    told = office.asked("send_response", office.bobs, to_party_id=office.ann_there, recourse=WAYS)
    (sent,) = [one for one in told.recorded if isinstance(one.event, e.ResponseSent)]
    failed: dict[str, Any] = {"target_event_id": sent.event_id, "failure_code": "returned"}
    office.asked("report_failed_communication", office.bobs, **failed)
    assert "reply_window" not in office.dates()
