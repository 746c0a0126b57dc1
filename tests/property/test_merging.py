"""Merged and unmerged at once, both complaints are what they were, whatever came before."""

from datetime import datetime

from hypothesis import given

from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.registry import COMMANDS
from tests.support.asking import beginning
from tests.support.controls import HANDLER, PRIVACY_OFFICER
from tests.support.courses import offices
from tests.support.office import Office

Kept = tuple[object, ...]


def _dates(complaint: Complaint) -> list[tuple[str, str, str, datetime, object, int]]:
    return sorted(
        (
            one.fact.kind,
            str(one.fact.about),
            one.status,
            one.due_at,
            str(one.pause_ground),
            one.extended,
        )
        for one in complaint.deadlines.values()
        if one.is_open
    )


def kept(complaint: Complaint) -> Kept:
    """What merging and unmerging must give back: state, issues, people, dates."""
    return (
        complaint.state,
        [one.issue_id for one in complaint.open_issues],
        [one.party_id for one in complaint.parties.values() if not one.has_left],
        complaint.is_acknowledged,
        complaint.party_id,
        complaint.correspondence_to,
        _dates(complaint),
    )


@given(offices(longest=40))
def test_merged_and_unmerged_both_are_what_they_were(office: Office) -> None:
    merge, unmerge = COMMANDS["merge_complaint"], COMMANDS["unmerge_complaint"]
    for kind, asked in [one for one in beginning() if one[0].name == "receive"][:2]:
        office.give(kind, asked, by=HANDLER, of=None)
    tried = False
    for source_id in list(office.complaints):
        for target_id in list(office.complaints):
            office.wait(days=0)
            before = {each: kept(office.complaints[each]) for each in (source_id, target_id)}
            body = {"into_id": target_id, "ground_code": "represented_group"}
            asked = merge.model.model_validate(body)
            try:
                office.give(merge, asked, by=HANDLER, of=source_id)
            except Refusal:
                continue
            back = unmerge.model.model_validate({"ground_code": "mistake"})
            office.give(unmerge, back, by=PRIVACY_OFFICER, of=source_id)
            after = {each: kept(office.complaints[each]) for each in (source_id, target_id)}
            assert after == before
            tried = True
    assert tried, "of two that were received just now one goes into the other"
