"""7.3 Of merged complaints everybody is kept informed: what one of them hears counts for them."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.state import DeadlineState
from tests.support.ann_and_bob import BOBS, target
from tests.support.controls import HANDLER, named
from tests.support.given import Given, Outcome
from tests.support.matter import Matter
from tests.support.merged import due

UPDATE = due("periodic_update", 10)
LETTER: tuple[str, dict[str, Any]] = ("send_update", {})
CALL: tuple[str, dict[str, Any]] = ("record_contact", {"direction": "outbound"})


def told(there: Given, whom: UUID, message: tuple[str, dict[str, Any]] = LETTER) -> Outcome:
    """One of them is sent an update, or is called."""
    name, values = message
    field = "to_party_id" if name == "send_update" else "party_id"
    return there.when(name, command=f"{name} {whom}", **values, **{field: whom})


def after(there: Given, outcome: Outcome) -> Given:
    return Given((*there.past, *outcome.facts))


@pytest.mark.parametrize("message", [LETTER, CALL])
@pytest.mark.parametrize("is_ann_first", [True, False])
def test_the_update_is_met_once_each_of_them_has_heard(
    message: tuple[str, dict[str, Any]], is_ann_first: bool
) -> None:
    there, ann = target(UPDATE)
    first, second = (ann, BOBS) if is_ann_first else (BOBS, ann)
    heard = told(there, first, message)
    assert not heard.all(e.DeadlineMet), "the other one knows nothing"
    assert not told(after(there, heard), first, message).all(e.DeadlineMet), "nor by more of it"
    both = told(after(there, heard), second, message)
    assert both.the(e.DeadlineMet).deadline_id == UPDATE.deadline_id
    assert both.the(e.DeadlineSet).kind == "periodic_update"
    again = told(after(after(there, heard), both), second, message)
    assert not again.all(e.DeadlineMet), "the next one is for both of them again"


def test_who_acts_for_both_hears_it_for_both() -> None:
    there, ann = target(UPDATE)
    agent = named("agent")
    acting = [
        e.RepresentativeAuthorised(
            party_id=each, representative_party_id=agent, authority_basis_code="letter"
        )
        for each in (BOBS, ann)
    ]
    assert told(Given((*there.past, *acting)), agent).all(e.DeadlineMet)


def test_what_did_not_arrive_nobody_heard() -> None:
    there, ann = target(UPDATE)
    heard = after(there, told(there, ann))
    (sent,) = heard.complaint.communications.keys() - there.complaint.communications.keys()
    failed = heard.when(
        "report_failed_communication", target_event_id=sent, failure_code="returned"
    )
    assert not told(after(heard, failed), BOBS).all(e.DeadlineMet)


def test_who_has_the_answer_awaits_no_update() -> None:
    there, ann = target(UPDATE)
    (point,) = [one.issue_id for one in there.complaint.open_issues if one.told.party_ids == (ann,)]
    answered = e.ResponseSent(
        response_id=named("response"),
        kind="final",
        stage=1,
        round=1,
        channel_code="post",
        to_party_id=ann,
        issue_ids=(point,),
        is_for_party_alone=True,
    )
    assert told(Given((*there.past, answered)), BOBS).all(e.DeadlineMet)


def test_a_holding_answer_to_one_of_them_holds_nobody_else_off() -> None:
    there, ann = target(due("holding_response", 10))
    holding = ("send_update", {"kind": "holding"})
    first = told(there, ann, holding)
    assert not first.all(e.DeadlineMet)
    assert told(after(there, first), BOBS, holding).all(e.DeadlineMet)


def updates(office: Matter, of: UUID) -> list[DeadlineState]:
    """The periodic updates of a complaint that are still due."""
    every = office.complaints[of].deadlines.values()
    return [one for one in every if one.is_open and one.fact.kind == "periodic_update"]


def test_once_unmerged_what_only_the_other_one_heard_counts_for_nothing() -> None:
    office = Matter()
    (before,) = updates(office, office.bobs)
    office.merge()
    office.wait(1)
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    office.asked("send_update", office.bobs, by=HANDLER, to_party_id=ann)
    office.unmerge()
    (left,) = updates(office, office.bobs)
    assert left.due_at == before.due_at


def test_once_unmerged_what_the_complainant_heard_counts_though_the_other_one_did_not() -> None:
    office = Matter()
    (before,) = updates(office, office.bobs)
    office.merge()
    office.wait(1)
    office.asked("send_update", office.bobs, by=HANDLER)
    assert [one.due_at for one in updates(office, office.bobs)] == [before.due_at]
    office.unmerge()
    (left,) = updates(office, office.bobs)
    assert left.due_at > before.due_at
