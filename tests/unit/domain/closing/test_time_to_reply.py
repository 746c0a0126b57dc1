"""7.9 Nobody's complaint is closed for want of a reply before their own time to reply is over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.closing.time_to_reply import ReplyWindowStillRuns
from domain.registry import COMMANDS
from tests.support.controls import HANDLER, SMALL
from tests.support.office import Office


class Answering:
    """Bob's complaint, into which Ann's was merged, and in which each is answered alone."""

    def __init__(self) -> None:
        self.office = Office(policy=SMALL)
        anns = self.asked("receive", narrative="Late", complainant={"name": "Ann"})
        self.bobs = self.asked("log", narrative="Late too", complainant={"name": "Bob"})
        self.asked("merge_complaint", anns, into_id=self.bobs, ground_code="represented_group")
        there = self.office.complaints[self.bobs]
        (self.ann,) = [each.party_id for each in there.parties.values() if each.from_id]
        self.points = [{"issue_id": each, "finding_code": "upheld"} for each in there.issues]

    def asked(self, name: str, of: UUID | None = None, **fields: Any) -> UUID:
        kind = COMMANDS[name]
        command = kind.model.model_validate(fields)
        return self.office.give(kind, command, by=HANDLER, of=of).context.complaint_id

    def closes(self) -> None:
        self.asked("close", self.bobs, basis_code="no_reply")


def test_who_came_with_a_merged_complaint_has_their_time_from_their_own_answer() -> None:
    case, recourse = Answering(), [{"kind": "external", "body_code": "ombudsman"}]
    case.asked("answer", case.bobs, findings=case.points, recourse=recourse)
    (window,) = [
        each
        for each in case.office.complaints[case.bobs].deadlines.values()
        if each.fact.kind == "reply_window"
    ]
    case.office.now = window.due_at - timedelta(days=2)
    case.asked("send_response", case.bobs, to_party_id=case.ann, recourse=recourse)
    case.office.now = window.due_at + timedelta(days=2)
    with pytest.raises(ReplyWindowStillRuns) as refusal:
        case.closes()
    assert str(refusal.value.values["until"]) > window.due_on.isoformat()
    case.office.now = window.due_at + timedelta(days=120)
    case.closes()
    assert case.office.complaints[case.bobs].state == "CLOSED"


def test_no_way_has_lapsed_while_somebody_who_is_silent_has_their_time() -> None:
    case, recourse = Answering(), [{"kind": "external", "body_code": "ombudsman"}]
    case.asked("answer", case.bobs, findings=case.points, recourse=recourse)
    case.asked("send_response", case.bobs, to_party_id=case.ann, recourse=recourse)
    case.asked("reject_decision", case.bobs, means_code="phone")
    with pytest.raises(ReplyWindowStillRuns):
        case.asked("exhaust_recourse", case.bobs, ground_code="window_lapsed")
    case.asked("exhaust_recourse", case.bobs, ground_code="all_used")
    case.office.now += timedelta(days=120)
    case.asked("exhaust_recourse", case.bobs, ground_code="window_lapsed")


def test_nor_while_the_one_who_complained_first_has_it() -> None:
    case, recourse = Answering(), [{"kind": "external", "body_code": "ombudsman"}]
    case.asked("answer", case.bobs, findings=case.points, recourse=recourse)
    case.asked("send_response", case.bobs, to_party_id=case.ann, recourse=recourse)
    case.asked("reject_decision", case.bobs, party_id=case.ann, means_code="phone")
    with pytest.raises(ReplyWindowStillRuns):
        case.asked("exhaust_recourse", case.bobs, ground_code="window_lapsed")
