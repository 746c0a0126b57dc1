"""What may be asked on the way: tracking, contact, issues, parties, links, due dates."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from tests.support.asking.present import (
    NOBODY,
    RECOURSE,
    Bodies,
    Body,
    Present,
    always,
    both,
    deadlines,
    for_each,
    issues,
)
from tests.support.controls import APPROVER, HANDLER, OTHER_HANDLER
from tests.support.people import REVIEWER

PEOPLE = (OTHER_HANDLER.id, HANDLER.id, REVIEWER.id, APPROVER.id)
SCOPE = ("outside_dispute", "not_ours", "time_barred", "not_a_complaint")
LINKS = ("related", "same_cause", "group_member", "follow_up", "split_from", "about_handling_of")


def _parties(present: Present) -> Iterable[UUID]:
    return present.parties


def _others(present: Present) -> Iterable[UUID]:
    return (*present.others, present.complaint.complaint_id)


def _authorise(present: Present) -> Iterator[Body]:
    yield {}
    yield {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"}
    yield {"valid_from_on": present.day(2), "valid_until_on": present.day(30)}
    yield {"valid_until_on": present.day(-3)}
    for party_id in present.parties:
        yield {"party_id": party_id}
        yield {"representative_party_id": party_id, "authority_basis_code": "parent"}


def _end_representation(present: Present) -> Iterator[Body]:
    yield {"ground_code": "resigned"}
    for each in present.complaint.representations:
        yield {"representative_party_id": each.representative_party_id, "ground_code": "expired"}
        yield {"party_id": each.party_id, "ground_code": "revoked"}


def _forward(present: Present) -> Iterator[Body]:
    yield {"to_kind": "respondent", "body_code": "acme", "ground_code": "procedure"}
    yield {"to_kind": "own_unit", "ground_code": "theirs"}
    yield {"to_kind": "other_body", "body_code": "council", "ground_code": "theirs"}
    for issue_id in present.complaint.issues:
        one = {"issue_ids": [issue_id], "to_kind": "other_body", "ground_code": "theirs"}
        yield {**one, "body_code": "council"}
    for consent_id in present.complaint.consents:
        yield {"to_kind": "respondent", "ground_code": "procedure", "consent_id": consent_id}


def _unlink(present: Present) -> Iterator[Body]:
    for each in present.complaint.links:
        yield {"other_id": each.other_id, "link": each.link, "ground_code": "mistake"}
    for other_id in _others(present):
        yield {"other_id": other_id, "ground_code": "mistake"}


def _split(present: Present) -> Iterator[Body]:
    every = list(present.complaint.issues)
    for issue_id in (*every, NOBODY):
        yield {"issue_ids": [issue_id]}
    yield {"issue_ids": every[1:] or every, "is_each_alone": True}


def _notices(present: Present) -> list[UUID | None]:
    """None, what is no notice, and, so that one is found often, all that are."""
    known = present.complaint.communications
    told_of = [key for key, one in known.items() if one.is_notice]
    return [None, *[key for key in known if key not in told_of][-1:], *told_of]


def _extend(present: Present) -> Iterator[Body]:
    notices = _notices(present)
    for deadline_id in (*deadlines(present), NOBODY):
        said = {"deadline_id": deadline_id, "ground_code": "complex"}
        yield from ({**said, "notice_event_id": notice} for notice in notices)
        yield {**said, "notice_event_id": notices[-1], "to_on": present.day(40)}
        yield {**said, "is_agreed": True, "to_on": present.day(3)}


def _meet(present: Present) -> Iterator[Body]:
    for deadline_id in (*deadlines(present), NOBODY):
        shown = (*present.complaint.communications, *present.latest[-2:])
        yield from ({"deadline_id": deadline_id, "by_event_id": each} for each in shown)


def _new_target(present: Present) -> Iterator[Body]:
    notices = _notices(present)
    for deadline_id in (*deadlines(present), NOBODY):
        for days in (10, -2, 400):
            said = {"deadline_id": deadline_id, "due_on": present.day(days)}
            yield from ({**said, "notice_event_id": notice} for notice in notices)


def _substitute(present: Present) -> Iterator[Body]:
    yield {"basis": "A guardian was appointed."}
    for shown in (None, *present.complaint.communications):
        for party_id in (*_parties(present),):
            said = {"old_party_id": party_id, "complainant": {"name": "Cy"}}
            yield {**said, "entered_from": shown}


def _remove(present: Present) -> Iterator[Body]:
    for shown in (*sorted(present.complaint.communications)[-1:], None):
        for party_id in (*_parties(present), NOBODY):
            for ground in ("died", "left"):
                yield {"party_id": party_id, "ground_code": ground, "entered_from": shown}


def _pause(present: Present) -> Iterator[Body]:
    yield {"ground_code": "police_case"}
    yield {"ground_code": "awaiting_complainant"}
    for deadline_id in deadlines(present):
        yield {"ground_code": "police_case", "deadline_ids": [deadline_id]}


def _resume(present: Present) -> Iterator[Body]:
    yield {}
    yield from ({"deadline_ids": [each]} for each in deadlines(present))


def _failed(present: Present) -> Iterator[Body]:
    sent = (*present.complaint.communications, *present.latest, NOBODY)
    for event_id in sent:
        for code in ("bounced", "wrong_recipient"):
            yield {"target_event_id": event_id, "failure_code": code}


def _update(present: Present) -> Iterator[Body]:
    yield from ({}, {"kind": "reminder", "content": "Please answer."})
    yield {"kind": "holding", "recourse": RECOURSE, "final_expected_on": present.day(20)}
    yield from ({"to_party_id": each} for each in present.parties)


def _suspend(present: Present) -> Iterator[Body]:
    yield {"ground_code": "police_case"}
    yield {"ground_code": "awaiting_complainant", "until_on": present.day(10)}


TRACKING: dict[str, Bodies] = {
    "take_immediate_action": always({"action_code": "made_safe", "description": "Wire cut."}),
    "seek_remedy": both(
        always({"kinds": ["apology"]}),
        for_each("issue_id", issues, {"kinds": ["refund"], "wish": "My money."}),
    ),
    "forward": _forward,
    "authorise_representative": _authorise,
    "end_representation": _end_representation,
    "join_complainant": always({}, {"must_agree": False}, {"complainant": {"name": "Bob"}}),
    "remove_complainant": _remove,
    "substitute_complainant": _substitute,
    "verify_identity": for_each(
        "party_id", _parties, {"method_code": "passport", "level_code": "high"}
    ),
    "correct_party_details": for_each(
        "party_id", _parties, {"values": {"email": "a@example.org"}, "ground_code": "was_wrong"}
    ),
    "record_consent": both(
        always({"purpose_code": "forwarding", "is_given": True}),
        for_each("party_id", _parties, {"purpose_code": "forwarding", "is_given": False}),
        for_each(
            "consent_id",
            lambda present: present.complaint.consents,
            {"purpose_code": "forwarding", "is_given": False},
        ),
    ),
    "exclude_staff": both(
        always({"ground_code": "related"}),
        for_each("staff", lambda _present: PEOPLE, {"ground_code": "complained_about"}),
    ),
    "accept_exclusion": for_each(
        "staff",
        lambda present: [each.staff for each in present.complaint.exclusions.values()],
        {"safeguard_code": "outside_view"},
    ),
    "add_issue": always({}, {"category_code": "delay"}, {"category_code": "no_such_category"}),
    "reclassify_issue": for_each(
        "issue_id",
        issues,
        {"category_code": "damage", "ground_code": "was_wrong"},
        {"category_code": "delay", "ground_code": "facts_changed"},
    ),
    "record_product": for_each(
        "issue_id",
        issues,
        {"product_code": "payment_services"},
        {"product_code": "credit_cards"},
        {"product_code": "no_such_product"},
    ),
    "withdraw_issue": for_each("issue_id", issues, {"means_code": "phone"}),
    "declare_issue_out_of_scope": for_each(
        "issue_id", issues, *({"ground_code": each, "signpost_code": "court"} for each in SCOPE)
    ),
    "declare_out_of_scope": always(*({"ground_code": each} for each in SCOPE)),
    "assign": both(
        always({}, {"unit": "south"}),
        lambda _present: [{"handler": each} for each in PEOPLE],
    ),
    "unassign": always({"ground_code": "away"}),
    "record_contact": both(
        always({"direction": "outbound"}, {"purpose_code": "reopening", "summary": "Again."}),
        lambda present: [{"direction": "outbound", "final_expected_on": present.day(20)}],
        for_each("party_id", _parties, {"purpose_code": "status_request"}),
    ),
    "report_failed_communication": _failed,
    "add_note": always({"note": "Called."}),
    "send_update": _update,
    "report_impossible_communication": always(
        *(
            {"purpose_code": purpose, "ground_code": "unsafe"}
            for purpose in ("response", "acknowledgement", "update")
        )
    ),
    "notify_party": always(
        {"audience_code": "top_management", "ground_code": "safety"},
        {"audience_code": "insurer", "ground_code": "claim"},
    ),
    "escalate": always({"ground_code": "deadline"}, {"ground_code": "safety", "to_level": 3}),
    "suspend_handling": _suspend,
    "resume_handling": always({}, {"ground_code": "case_over"}),
    "link_complaint": for_each("other_id", _others, *({"link": each} for each in LINKS)),
    "unlink_complaint": _unlink,
    "merge_complaint": for_each("into_id", _others, {}, {"ground_code": "represented_group"}),
    "unmerge_complaint": always({"ground_code": "not_the_same"}),
    "split_complaint": _split,
    "extend_deadline": _extend,
    "set_new_target": _new_target,
    "pause_deadlines": _pause,
    "resume_deadlines": _resume,
    "meet_deadline": _meet,
    "cancel_deadline": for_each(
        "deadline_id", deadlines, {"error_code": "wrong_rule"}, {"error_code": "doubled"}
    ),
    "pass_deadline": for_each("deadline_id", deadlines, {}),
    "warn_of_deadline": for_each("deadline_id", deadlines, {}),
    "mend_starts": always({}),
    "recount_deadlines": always({}),
}
"""By the names of the commands."""
