"""What a party may do themselves, in words for them (7.9)."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.complaint.party_view.shape import OwnComplaint

DEEDS: dict[str, str] = {
    "end_representation": "End that somebody acts for you, or that you act for somebody",
    "correct_party_details": "Correct your name, address or other details",
    "attach_document": "Send a document",
    "record_contact": "Write to us",
    "record_information": "Send what you were asked for",
    "accept_decision": "Accept our answer",
    "reject_decision": "Object to our answer",
    "request_review": "Ask for a review of our answer",
    "withdraw_review": "Drop the review",
    "accept_remedy": "Accept what we offered",
    "decline_remedy": "Decline what we offered",
    "decline_recourse": "Say that you do not go further",
    "answer_determination": "Say whether you take the outside body's decision",
    "withdraw": "Withdraw your complaint",
    "record_consent": "Give or withdraw consent",
    "request_record": "Ask what we recorded about you",
}
"""Every command that a party has."""
AFTER_AN_ANSWER = frozenset({"accept_decision", "reject_decision", "request_review"})
ON_AN_OFFER = frozenset({"accept_remedy", "decline_remedy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStep:
    """Something that the party may do now; what it says decides. href: where."""

    command: str
    summary: str
    href: str


def own_deeds(shown: OwnComplaint, possible: Collection[str]) -> tuple[str, ...]:
    """The commands that would tell nothing that they do not see. possible: by the rules, now."""
    hidden = set() if shown.has_answer else set(AFTER_AN_ANSWER)
    offered = [one for one in shown.remedies if one.status == "offered"]
    if not offered:
        hidden |= ON_AN_OFFER
    if all(one.is_taken for one in offered):
        hidden.add("accept_remedy")
    if not shown.recourse:
        hidden.add("decline_recourse")
    if not shown.outside_bodies:
        hidden.add("answer_determination")
    if not shown.asked_of_you:
        hidden.add("record_information")
    if not shown.asked_review:
        hidden.add("withdraw_review")
    if shown.state == "withdrawn":
        hidden.add("withdraw")
    return tuple(name for name in DEEDS if name in possible and name not in hidden)
