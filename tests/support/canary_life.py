"""A life that fills every personal field there is, step by step, as it goes through the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

UPHELD = {"finding_code": "upheld"}
JUDGED = {"severity_code": "not_judged", "is_safety": False}
RECOURSE = {"recourse": [{"kind": "internal"}, {"kind": "external", "body_code": "ombudsman"}]}
NOT_OURS = {"ground_code": "not_ours", "signpost_code": "court"}
SOMEBODY = str(uuid5(NAMESPACE_URL, "somebody of the staff"))
PRIVACY = "privacy_officer"


@dataclass(frozen=True)
class Seen:
    """What a step may need to know of the complaint: as it is, and its opened events."""

    complaint: Any
    events: list[Any]

    def last(self, kind: str) -> Any:
        """The last event of this type."""
        return [event for event in self.events if event["type"] == kind][-1]

    def deadline(self, kind: str) -> str:
        """The due date of this kind that was set last."""
        facts = [one["fact"] for one in self.complaint["deadlines"]]
        return str([fact["deadline_id"] for fact in facts if fact["kind"] == kind][-1])


Body = Mapping[str, Any]
Step = tuple[str, str, Body | Callable[[Seen], Body]]


def person(word: str) -> dict[str, str]:
    """Somebody whose every detail is a canary."""
    named = ("name", "organisation", "address", "phone", "region")
    return {name: f"canary{word}{name}" for name in named} | {"email": f"canary{word}@email"}


def correcting(kind: str, field: str) -> Step:
    """A correction of a field of the last event of a type."""
    return (
        "correct-record",
        PRIVACY,
        lambda seen: {
            "target_event_id": seen.last(kind)["event_id"],
            "field": field,
            "right": f"canarycorrected{field}",
            "ground_code": "clerical_error",
        },
    )


GRANTED: Step = ("grant-approval", "approver", {})
"""What a handler or the privacy officer asked for is approved."""

STEPS: list[Step] = [
    (
        "take-immediate-action",
        "handler",
        {"action_code": "stop_sale", "description": "canaryaction"},
    ),
    ("assess", "handler", JUDGED | {"vulnerability": "canaryvulnerability", "rationale": "canary"}),
    ("record-contact", "handler", {"summary": "canarysummary"}),
    ("add-note", "handler", {"note": "canarynote"}),
    ("send-update", "handler", {"kind": "holding", "content": "canaryupdate"}),
    (
        "extend-deadline",
        "handler",
        lambda seen: {
            "deadline_id": seen.deadline("response"),
            "ground_code": "complex",
            "notice_event_id": seen.last("UpdateSent")["event_id"],
            "explanation": "canaryextension",
        },
    ),
    ("join-complainant", "handler", {"complainant": person("joined"), "must_agree": False}),
    (
        "substitute-complainant",
        "approver",
        lambda seen: {
            "old_party_id": seen.last("ComplainantJoined")["data"]["party_id"],
            "complainant": person("heir"),
            "basis": "canarybasis",
            "entered_from": seen.last("ContactRecorded")["event_id"],
        },
    ),
    (
        "authorise-representative",
        "handler",
        lambda seen: {
            "party_id": seen.complaint["party_id"],
            "contact": person("friend"),
            "authority_basis_code": "power_of_attorney",
        },
    ),
    (
        "correct-party-details",
        "handler",
        lambda seen: {
            "party_id": seen.complaint["party_id"],
            "values": {"name": "canarycorrectedname"},
            "ground_code": "was_wrong",
        },
    ),
    (
        "exclude-staff",
        "approver",
        {"staff": SOMEBODY, "ground_code": "involved", "explanation": "canaryexclusion"},
    ),
    ("add-issue", "handler", {"description": "canaryissue"}),
    (
        "declare-issue-out-of-scope",
        "handler",
        lambda seen: {
            **NOT_OURS,
            "issue_id": seen.last("IssueAdded")["data"]["issue_id"],
            "explanation": "canaryscope",
        },
    ),
    GRANTED,
    ("offer-remedy", "approver", {"kind_code": "apology", "conditions": "canaryconditions"}),
    ("open-investigation", "handler", {}),
    ("request-information", "handler", {"from_kind": "unit", "question": "canaryquestion"}),
    (
        "record-evidence",
        "handler",
        {"kind_code": "photo", "source_kind": "staff", "statement": "canaryevidence"},
    ),
    (
        "inform-subject-person",
        "handler",
        {"content_code": "complaint", "person": "canaryperson"},
    ),
    ("record-subject-response", "handler", {"statement": "canaryaccount"}),
    ("record-finding", "handler", UPHELD | {"reasons": "canaryfinding"}),
    ("propose-decision", "handler", {"reasons": "canaryproposal"}),
    ("return-decision", "approver", {"ground_code": "unclear", "explanation": "canaryreturned"}),
    ("propose-decision", "handler", {"reasons": "canaryagain"}),
    ("approve-decision", "approver", {}),
    ("send-response", "handler", {"text": "canaryresponse", **RECOURSE}),
    ("request-review", "handler", {"grounds": "canarygrounds"}),
    ("withdraw-review", "handler", {}),
    (
        "register-referral",
        "handler",
        {"body_code": "ombudsman", "body_reference": "canarybodyreference"},
    ),
    (
        "record-determination",
        "handler",
        {"result_code": "remitted", "is_binding": True, "text": "canarydetermination"},
    ),
    ("set-aside-decision", "handler", {"ground_code": "new_facts", "explanation": "canaryaside"}),
    ("refuse-approval", "approver", {"ground_code": "not_new", "explanation": "canaryrefusal"}),
    ("set-aside-decision", "handler", {"ground_code": "new_facts", "explanation": "canaryaside"}),
    GRANTED,
    (
        "agree-resolution",
        "handler",
        lambda seen: {
            "means_code": "telephone",
            "solution": "canarysolution",
            "issues": [
                {"issue_id": one["issue_id"], **UPHELD}
                for one in seen.complaint["issues"]
                if one["status"] == "open"
            ],
        },
    ),
    ("place-hold", PRIVACY, {"ground_code": "litigation", "explanation": "canaryhold"}),
    (
        "disclose-personal-data",
        PRIVACY,
        {
            "recipient_kind": "court",
            "field_codes": ["name"],
            "legal_basis_code": "legal_obligation",
            "recipient": "canaryrecipient",
        },
    ),
    ("record-breach", PRIVACY, {"class_codes": ["P2"], "detail": "canarybreach"}),
    correcting("ComplaintReceived", "narrative"),
    GRANTED,
    correcting("ComplaintReceived", "product_reference"),
    GRANTED,
    correcting("ComplaintAssessed", "vulnerability"),
    GRANTED,
]
"""The commands of the life with who gives them and what they say, after the receipt."""

DECLINED: list[Step] = [
    ("declare-out-of-scope", "handler", NOT_OURS | {"explanation": "canarydeclined"}),
    GRANTED,
    # What has ended is in no queue.
    ("reopen", "approver", {"ground_code": "scope_challenged"}),
]
"""Another life, which is declined."""
