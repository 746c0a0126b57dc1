"""Lifecycle 2: an outside fact awaits a decision until an act of staff names it."""

import inspect
import sys
from typing import Any

import pytest

from domain.complaint.acts import Act
from domain.complaint.events import ContactRecorded, DecisionSetAside
from domain.registry import COMMANDS
from tests.support.controls import (
    APPROVER,
    FOUND,
    OPENED,
    RECEIVED,
    REMEDY,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    deadline,
    event_id,
    named,
    offered,
)
from tests.support.given import Past, given
from tests.unit.domain.tracking.test_tracking import ASSIGNED

ASKED = ContactRecorded(
    contact_id=named("contact"),
    direction="inbound",
    channel_code="phone",
    purpose_code="reopening",
)
PHONE = {"means_code": "phone"}
GROUND = {"ground_code": "mistake"}
NOTICE = deadline("top_management_notice")
ACTS: list[tuple[tuple[Past, ...], str, dict[str, Any]]] = [
    ((RECEIVED,), "seek_remedy", {"kinds": ["apology"]}),
    ((RECEIVED,), "forward", {"to_kind": "respondent", **GROUND}),
    ((RECEIVED,), "assign", {}),
    ((RECEIVED, ASSIGNED), "assign", {}),
    ((RECEIVED, ASSIGNED), "unassign", GROUND),
    ((RECEIVED,), "add_note", {"note": "x"}),
    ((RECEIVED,), "acknowledge", {}),
    ((RECEIVED,), "assess", {"severity_code": "low", "is_safety": False}),
    (UNTIL_ASSESSED, "open_investigation", {}),
    (UNTIL_OPENED, "record_finding", {"finding_code": "upheld"}),
    (UNTIL_FOUND, "propose_decision", {}),
    (UNTIL_PROPOSED, "approve_decision", {"by": APPROVER}),
    (UNTIL_PROPOSED, "return_decision", GROUND),
    (UNTIL_APPROVED, "send_response", {"recourse": [{"kind": "court"}]}),
    ((RECEIVED,), "offer_remedy", {"kind_code": "apology"}),
    ((RECEIVED, offered()), "fulfil_remedy", {"remedy_id": REMEDY}),
    ((RECEIVED,), "agree_resolution", PHONE),
    (UNTIL_DISPUTED, "offer_recourse", {"recourse": [{"kind": "court"}]}),
    (UNTIL_ACCEPTED, "close", {"basis_code": "accepted_and_carried_out"}),
    (UNTIL_CLOSED, "reopen", {"ground_code": "new_evidence"}),
    (
        (RECEIVED, NOTICE, NOTICE.model_copy(update={"deadline_id": named("twice")})),
        "cancel_deadline",
        {"deadline_id": NOTICE.deadline_id, "error_code": "doubled"},
    ),
]


@pytest.mark.parametrize(("past", "name", "fields"), ACTS, ids=[name for _, name, _ in ACTS])
def test_an_act_of_staff_settles_what_it_names(
    past: tuple[Past, ...], name: str, fields: dict[str, Any]
) -> None:
    asked = given(*past, ASKED)
    assert asked.complaint.needs_decision
    assert asked.when(name, **fields).complaint.needs_decision
    contact = event_id(len(past) + 1)
    settled = asked.when(name, settles_event_ids=[contact], **fields)
    assert not settled.complaint.needs_decision


@pytest.mark.parametrize(
    ("past", "name", "said"),
    [
        (UNTIL_RESPONDED, "set_aside_decision", GROUND),
        ((RECEIVED, offered()), "revoke_remedy", {"remedy_id": REMEDY, **GROUND}),
        (UNTIL_DISPUTED, "exhaust_recourse", {"ground_code": "all_used"}),
    ],
)
def test_what_takes_two_people_settles_it_once_it_is_approved(
    past: tuple[Past, ...], name: str, said: dict[str, Any]
) -> None:
    asked, contact = given(*past, ASKED), event_id(len(past) + 1)
    fields = {"by": APPROVER, "settles_event_ids": [contact], **said}
    assert asked.when(name, **fields).complaint.needs_decision
    assert not asked.approved(name, **fields).complaint.needs_decision


def test_what_shows_that_a_deadline_was_kept_may_settle_it_too() -> None:
    contact = event_id(3)
    outcome = given(RECEIVED, NOTICE, ASKED).when(
        "meet_deadline",
        deadline_id=NOTICE.deadline_id,
        by_event_id=contact,
        settles_event_ids=[contact],
    )
    assert not outcome.complaint.needs_decision


def test_other_facts_go_on_waiting() -> None:
    aside = DecisionSetAside(ground_code="mistake", approved_by=APPROVER.id)
    past = (*UNTIL_RESPONDED, ASKED, ASKED, aside, OPENED, FOUND)
    first, second = event_id(len(UNTIL_RESPONDED) + 1), event_id(len(UNTIL_RESPONDED) + 2)
    outcome = given(*past).when("add_note", note="x", settles_event_ids=[first])
    assert outcome.complaint.undecided == (second,)


def test_each_act_of_staff_hands_on_what_it_settles() -> None:
    """In its own module, or by the act that it is made of."""
    acts = [one for one in COMMANDS.values() if issubclass(one.model, Act)]
    silent = [
        one.name
        for one in acts
        if "settles_event_ids" not in inspect.getsource(sys.modules[one.model.__module__])
    ]
    assert silent == []
