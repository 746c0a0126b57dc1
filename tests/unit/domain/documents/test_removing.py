"""4.10: content that must not stay is removed by order, with its ground, unless it is held."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.documents.attaching import NoSuchDocument
from domain.complaint.documents.removing import (
    HeldByLaw,
    NothingSealedThere,
    NotOneTarget,
    RemovedBefore,
)
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    HANDLER,
    RECEIVED,
    SECOND_APPROVER,
    SMALL,
    UNTIL_CLOSED,
    event_id,
    named,
)
from tests.support.given import given
from tests.unit.domain.documents.test_attaching import ATTACHED, DOCUMENT

PRIVACY = Actor(kind="staff", id=named("privacy officer"), role="privacy_officer")
WRONG: dict[str, Any] = {"document_id": DOCUMENT, "ground_code": "wrong_person"}
HELD = e.LegalHoldPlaced(hold_id=named("hold"), ground_code="litigation")
FREED = e.LegalHoldReleased(hold_id=named("hold"), ground_code="settled")


@pytest.mark.parametrize("by", [HANDLER, PRIVACY, APPROVER], ids=lambda one: one.role)
def test_whoever_finds_it_asks_for_it_and_an_approver_orders_it(by: Actor) -> None:
    outcome = given(RECEIVED, ATTACHED).approved("remove_sealed_content", **WRONG, by=by)
    ordered = outcome.then(e.SealedContentRemoved).the(e.SealedContentRemoved)
    assert ordered.approved_by == SECOND_APPROVER.id
    assert outcome.complaint.documents[DOCUMENT].is_removed


def test_whoever_works_alone_orders_it_themselves() -> None:
    alone = given(RECEIVED, ATTACHED).under(SMALL)
    assert alone.when("remove_sealed_content", **WRONG).facts


def test_it_is_done_in_an_ended_complaint_too() -> None:
    ended = given(*UNTIL_CLOSED, ATTACHED)
    outcome = ended.approved("remove_sealed_content", **WRONG, by=APPROVER)
    assert outcome.complaint.state == "CLOSED"


def test_a_legal_hold_blocks_it_unless_a_court_orders_it() -> None:
    held = given(RECEIVED, ATTACHED, HELD)
    for ground in ("wrong_person", "third_party_data", "malware"):
        asked = {**WRONG, "ground_code": ground}
        held.approved("remove_sealed_content", **asked, by=PRIVACY).refused(HeldByLaw)
    asked = {**WRONG, "ground_code": "court_order"}
    assert held.approved("remove_sealed_content", **asked, by=PRIVACY).facts
    freed = given(RECEIVED, ATTACHED, HELD, FREED)
    assert freed.approved("remove_sealed_content", **WRONG, by=PRIVACY).facts


def test_the_sealed_fields_of_one_event_may_go_alone() -> None:
    asked = {"target_event_id": event_id(1), "ground_code": "third_party_data"}
    outcome = given(RECEIVED, ACKNOWLEDGED).approved("remove_sealed_content", **asked, by=PRIVACY)
    assert outcome.the(e.SealedContentRemoved).target_event_id == event_id(1)


@pytest.mark.parametrize("target", [event_id(2), named("of another complaint")])
def test_an_event_without_sealed_fields_is_no_target(target: Any) -> None:
    asked = {"target_event_id": target, "ground_code": "third_party_data"}
    past = given(RECEIVED, ACKNOWLEDGED)
    past.approved("remove_sealed_content", **asked, by=PRIVACY).refused(NothingSealedThere)


def test_one_thing_is_removed_at_a_time() -> None:
    past = given(RECEIVED, ATTACHED)
    both = {**WRONG, "target_event_id": event_id(1)}
    past.approved("remove_sealed_content", **both, by=PRIVACY).refused(NotOneTarget)
    nothing = {"ground_code": "malware"}
    past.approved("remove_sealed_content", **nothing, by=PRIVACY).refused(NotOneTarget)


def test_what_is_gone_is_not_removed_again() -> None:
    gone = e.SealedContentRemoved(**WRONG, approved_by=PRIVACY.id)
    past = given(RECEIVED, ATTACHED, gone)
    past.approved("remove_sealed_content", **WRONG, by=PRIVACY).refused(RemovedBefore)


def test_a_document_of_another_complaint_is_no_target() -> None:
    given(RECEIVED).approved("remove_sealed_content", **WRONG, by=PRIVACY).refused(NoSuchDocument)
