"""7.2: whatever is not told at receipt, the complaint is received (invariant 4)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.complaint.events import ComplaintReceived
from domain.complaint.fold import evolve
from domain.complaint.receipt.receiving import NewIssue, Receive
from domain.registry import COMMANDS
from tests.support.controls import HANDLER, POLICY, SMALL, context, recorded

ISSUE: dict[str, Any] = {
    "category_code": "delay",
    "unit_complained_about": "north",
    "product_code": "parcel",
    "occurred": {"on": "2026-02-01", "zone": "Europe/London"},
    "recurring": True,
    "seeks": ["refund"],
    "claimed_loss": {"amount": "20.00", "currency": "GBP"},
    "wish": "my money back",
}
TOLD: dict[str, Any] = {
    "complainant": {"name": "Ada", "email": "ada@example.org"},
    "representative": {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"},
    "submitted_by": "third_party",
    "channel_code": "phone",
    "received_by_unit": "north",
    "received_by": str(HANDLER.id),
    "forwarded_by": {"body_code": "regulator", "first_received": {"unknown": True}},
    "contact_class": "dispute",
    "subject_kind": "product",
    "received_language": "cy",
    "reply_language": "en-GB",
    "interpreter_used": True,
    "prior_route": "front_line",
    "product_reference": "A 7",
    "access_needs": ["large print"],
    "occurred": {"on": "2026-02-27", "zone": "Europe/London"},
}


def parts_of(whole: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of what can be told, from nothing to all of it."""
    return st.sets(st.sampled_from(sorted(whole))).map(
        lambda names: {name: whole[name] for name in names}
    )


def test_the_examples_tell_all_that_is_optional() -> None:
    optional = {name for name, told in Receive.model_fields.items() if not told.is_required()}
    apart = {"issues", "complainant_kind", "entered_from", "settles_event_ids"}
    assert set(TOLD) == optional - apart
    assert set(ISSUE) == set(NewIssue.model_fields)


@given(parts_of(TOLD), st.lists(parts_of(ISSUE), max_size=3), st.sampled_from(("receive", "log")))
@settings(max_examples=200, deadline=None)
def test_invariant_4_receiving_never_fails_for_what_is_not_told(
    told: dict[str, Any], issues: list[dict[str, Any]], name: str
) -> None:
    kind = COMMANDS[name]
    for policy in (POLICY, SMALL):
        command = kind.model.model_validate({"narrative": "It broke.", "issues": issues, **told})
        facts = kind(None, command, context(under=policy))
        receipt = facts[0].event
        assert isinstance(receipt, ComplaintReceived)
        assert len(receipt.issues) == max(1, len(issues))
        is_anonymous = not {"complainant", "representative"} & set(told)
        assert (receipt.party_id is None) == is_anonymous
        complaint = evolve(None, recorded(receipt, 1))
        assert complaint.state == "RECEIVED" and complaint.is_open
