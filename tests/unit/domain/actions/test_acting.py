"""7.7, 8.7: actions are planned, carried out by their owners, and judged by others."""

from typing import Any

from domain.complaint.actions.planning import (
    ActionIsDone,
    NoSuchAction,
    NothingPlanned,
    NotTheOwner,
)
from domain.complaint.actions.verifying import (
    EffectNotKnownYet,
    NotCarriedOut,
    OwnerVerifies,
    OwnerVerifiesTooSoon,
)
from domain.complaint.authority.separation import GroundMissing, NotTheirRole
from domain.complaint.events import (
    ActionCompleted,
    ActionEffectVerified,
    ActionPlanned,
    RemedyFailed,
)
from domain.complaint.issues.selecting import NoSuchIssue
from domain.complaint.remedies.failing import NothingPromised
from domain.complaint.remedies.remedy_rules import NoSuchRemedy, PromisedTooEarly, RemedyNotStanding
from domain.decision_context import NewEvent
from domain.policy import Policy
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    FULFILLED,
    HANDLER,
    ISSUE,
    OTHER_HANDLER,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    UNTIL_CLOSED,
    at,
    named,
    offered,
    policy,
    when,
)
from tests.support.given import given
from tests.support.outside import ACTION, DONE, planned

OWNER = Actor(kind="staff", id=named("owner"), role="action_owner")
PLAN: dict[str, Any] = {"by": APPROVER, "kind_code": "preventive"}
JUDGE = {"action_id": ACTION, "verdict_code": "effective", "method_code": "sample"}
OWNED = planned(owner=OWNER.id)
FAILED = {"remedy_id": REMEDY, "ground_code": "payment_returned"}
OWING = (RECEIVED, offered(), REMEDY_ACCEPTED)


def relaxed(verify_effect: str, **changed: Any) -> Policy:
    """A policy that relaxes who verifies."""
    separation = policy().separation.model_dump()
    return policy(separation={**separation, "verify_effect": verify_effect, **changed})


def test_management_plans_an_action_in_any_state() -> None:
    asked = {"issue_ids": [ISSUE], "owner": OWNER.id, "due_on": "2026-05-01", **PLAN}
    for past in ((RECEIVED,), UNTIL_CLOSED):
        outcome = given(*past).when("plan_action", **asked)
        action = outcome.the(ActionPlanned)
        assert (action.owner, action.source_code, action.issue_ids) == (
            OWNER.id,
            "complaint",
            (ISSUE,),
        )
        assert outcome.complaint.actions[action.action_id].status == "planned"
        assert outcome.complaint.is_outstanding


def test_a_plan_is_for_the_future_about_known_issues_and_not_a_handlers() -> None:
    asked = given(RECEIVED)
    asked.when("plan_action", due_on="2026-03-01", **PLAN).refused(PromisedTooEarly)
    asked.when("plan_action", issue_ids=[named("x")], **PLAN).refused(NoSuchIssue)
    asked.when("plan_action", **{**PLAN, "by": HANDLER}).refused(NotTheirRole)
    assert asked.when("plan_action", **PLAN).the(ActionPlanned).owner == APPROVER.id


def test_its_owner_carries_it_out_or_a_handler_for_them() -> None:
    for by in (OWNER, OTHER_HANDLER):
        outcome = given(RECEIVED, OWNED).when("complete_action", by=by, action_id=ACTION)
        outcome.then(ActionCompleted(action_id=ACTION))
        action = outcome.complaint.actions[ACTION]
        assert action.is_done and not outcome.complaint.is_outstanding
    stranger = Actor(kind="staff", id=named("stranger"), role="action_owner")
    given(RECEIVED, OWNED).when("complete_action", by=stranger, action_id=ACTION).refused(
        NotTheOwner
    )
    mine = planned(action_id=named("mine"), owner=stranger.id)
    both = given(RECEIVED, OWNED, mine)
    both.when("complete_action", by=stranger, action_id=ACTION).refused(NotTheOwner)


def test_an_action_is_carried_out_once_and_only_if_it_was_planned() -> None:
    given(RECEIVED).when("complete_action", action_id=ACTION).refused(NothingPlanned)
    done = (RECEIVED, OWNED, DONE)
    given(*done).when("complete_action", action_id=ACTION).refused(NothingPlanned)
    other = planned(action_id=named("other"))
    given(*done, other).when("complete_action", action_id=ACTION).refused(ActionIsDone)
    given(*done, other).when("complete_action", action_id=named("x")).refused(NoSuchAction)


def test_invariant_20_who_verifies_did_not_own_the_action() -> None:
    past = (RECEIVED, planned(), DONE)
    given(*past).when("verify_effect", **JUDGE).refused(OwnerVerifies)
    assert given(*past).may("verify_effect") == "OwnerVerifies"
    other = planned(action_id=named("other"), owner=OWNER.id)
    done = ActionCompleted(action_id=named("other"))
    both = (*past, other, NewEvent(event=done, occurred=when(), actor=OWNER))
    assert given(*both).may("verify_effect") == ""
    given(*both).when("verify_effect", **JUDGE).refused(OwnerVerifies)
    outcome = given(*past).when("verify_effect", by=APPROVER, **JUDGE)
    verified = outcome.the(ActionEffectVerified)
    assert (verified.verified_by, verified.separation) == (APPROVER.id, "independent")
    assert outcome.complaint.actions[ACTION].verdict_code == "effective"


def test_invariant_20_who_carried_it_out_does_not_verify_it_whoever_is_named_as_its_owner() -> None:
    past = given(RECEIVED, planned(owner=named("nobody")), DONE)
    past.when("verify_effect", **JUDGE).refused(OwnerVerifies)
    verified = past.when("verify_effect", by=OTHER_HANDLER, **JUDGE).the(ActionEffectVerified)
    assert verified.separation == "independent"
    waived = past.under(relaxed("waived", ground_code="only_one"))
    alone = waived.when("verify_effect", **JUDGE).the(ActionEffectVerified)
    assert (alone.separation, alone.ground_code) == ("relaxed", "only_one")


def test_invariant_20_a_policy_may_let_the_owner_verify_and_it_shows() -> None:
    past = given(RECEIVED, planned(), DONE)
    waived = past.under(relaxed("waived", ground_code="only_one"))
    verified = waived.when("verify_effect", **JUDGE).the(ActionEffectVerified)
    assert (verified.separation, verified.ground_code) == ("relaxed", "only_one")
    past.under(relaxed("waived")).when("verify_effect", **JUDGE).refused(GroundMissing)
    later = past.under(relaxed("self_after_hours", hours=48, ground_code="only_one"))
    later.when("verify_effect", **JUDGE).refused(OwnerVerifiesTooSoon)
    later.when("verify_effect", now=at(days=3), **JUDGE).then(ActionEffectVerified)


def test_invariant_20_nothing_is_called_effective_before_its_time() -> None:
    done = NewEvent(event=DONE, occurred=when(days=10), actor=OWNER)
    asked = given(RECEIVED, OWNED, done).under(policy(effect_window_days=30))
    soon = {"now": at(days=39), **JUDGE}
    refusal = asked.when("verify_effect", **soon).refused(EffectNotKnownYet)
    assert refusal.values["not_before"] == "2026-04-11"
    for verdict in ("ineffective", "inconclusive"):
        asked.when("verify_effect", **{**soon, "verdict_code": verdict}).then(ActionEffectVerified)
    asked.when("verify_effect", **{**soon, "now": at(days=40)}).then(ActionEffectVerified)


def test_only_what_was_carried_out_has_an_effect() -> None:
    given(RECEIVED, OWNED).when("verify_effect", **JUDGE).refused(NotCarriedOut)
    other = planned(action_id=named("other"), owner=OWNER.id)
    past = (RECEIVED, OWNED, DONE, other)
    judged = {**JUDGE, "action_id": named("other"), "by": APPROVER}
    given(*past).when("verify_effect", **judged).refused(NotCarriedOut)


def test_a_remedy_that_failed_stays_owed_and_one_carried_out_in_vain_is_owed_again() -> None:
    for past in (OWING, (*OWING, FULFILLED)):
        outcome = given(*past).when("fail_remedy", **FAILED)
        assert outcome.the(RemedyFailed).kind_code == "refund"
        complaint = outcome.complaint
        assert [remedy.remedy_id for remedy in complaint.owed] == [REMEDY]
        assert complaint.failed_remedies == {REMEDY}


def test_only_what_was_promised_can_fail() -> None:
    given(RECEIVED, offered()).when("fail_remedy", **FAILED).refused(NothingPromised)
    second = offered(named("second"))
    given(*OWING, second).when("fail_remedy", **{**FAILED, "remedy_id": named("second")}).refused(
        RemedyNotStanding
    )
    unknown = {**FAILED, "remedy_id": named("x")}
    given(*OWING).when("fail_remedy", **unknown).refused(NoSuchRemedy)


def test_facts_about_unknown_actions_and_remedies_change_nothing() -> None:
    failed = RemedyFailed(remedy_id=REMEDY, kind_code="refund", ground_code="lost")
    complaint = given(RECEIVED, DONE, failed).complaint
    assert not complaint.actions and not complaint.remedies
