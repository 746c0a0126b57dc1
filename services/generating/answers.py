"""How a complaint is answered, and what whoever complained says to that."""

from typing import Any

from services.generating import words
from services.generating.course import APPROVERS, Course, Who
from services.generating.steps import Id

RECOURSE = ({"kind": "internal"}, {"kind": "external", "body_code": "ombudsman"})
LAST_RECOURSE = RECOURSE[1:]
Offers = list[dict[str, Any]]


def remedies(made: Course, most: int) -> Offers:
    """What is offered: an apology, money or both."""
    kind = made.random.choice(("refund", "compensation", "goodwill"))
    money = {"amount": f"{made.random.randrange(5, most)}.00", "currency": "GBP"}
    offers: Offers = [{"kind_code": "apology"}, {"kind_code": kind, "money": money}]
    return made.random.choice((offers[:1], offers[1:], offers))


def handled(made: Course, issues: int) -> None:
    """Investigated, decided, answered, and what they say to that."""
    _investigated(made)
    offers = _decided(made, issues, made.handler, made.approver)
    _replied(made, issues, offers)


def _investigated(made: Course) -> None:
    made.later(1.5)
    made.give("open_investigation")
    if made.happens(15):
        made.later(1)
        made.give("request_information", from_kind="complainant", question="When was that?")
        made.later(4)
        made.give("record_information", request_id=Id("inquiries"))
    if made.happens(3):
        made.give("suspend_handling", ground_code="police_case")
        made.later(20)
        made.give("resume_handling")
    if made.happens(20):
        made.later(5)
        made.give("send_update", content="We are looking into it.")
    made.later(6, 0.9)


def _decided(made: Course, issues: int, by: Who, approver: Who) -> Offers:
    """Findings, a decision, its approval and the answer; what is offered."""
    offers = found(made, issues, by, approver)
    made.later(0.2)
    recourse = RECOURSE if by == made.handler else LAST_RECOURSE
    made.give("send_response", recourse=recourse, text="Our answer is enclosed.")
    return offers


def found(made: Course, issues: int, by: Who, approver: Who) -> Offers:
    """Findings, a decision and its approval; what is offered."""
    findings = [words.chosen(made.random, words.FINDINGS) for _ in range(issues)]
    for number, finding in enumerate(findings):
        made.give("record_finding", by, issue_id=Id("issues", number), finding_code=finding)
    is_upheld = not {"upheld", "partly_upheld"}.isdisjoint(findings)
    if is_upheld and made.happens(25):
        cause = words.chosen(made.random, words.CAUSES)
        scope = made.random.choice(("single_incident", "recurring"))
        how: dict[str, Any] = {
            "cause_code": cause,
            "method_code": "five_whys",
            "suspected_scope": scope,
        }
        made.give("identify_root_cause", by, issue_id=Id("issues"), **how)
    offers = remedies(made, 400) if is_upheld else []
    made.give("propose_decision", by, remedies=offers, reasons="As we found.")
    made.later(0.7)
    made.give("approve_decision", approver)
    return offers


def _replied(made: Course, issues: int, offers: Offers) -> None:
    reply = words.chosen(made.random, {"accepted": 55, "silent": 30, "disputed": 15})
    if reply == "accepted":
        _accepted(made, offers)
    elif reply == "silent":
        made.later(made.random.randint(30, 40), spread=0)
        made.give("close", basis_code="no_reply")
    else:
        made.later(5)
        made.give("reject_decision", means_code="phone")
        _disputed(made, issues)
    if reply != "disputed" and made.happens(3):
        _reopened(made, issues)


def _accepted(made: Course, offers: Offers) -> None:
    made.later(4)
    made.give("accept_decision", means_code="phone")
    for number in range(len(offers)):
        made.later(2)
        made.give("fulfil_remedy", remedy_id=Id("remedies", -1 - number))
    made.later(0.2)
    made.give("close", basis_code="accepted_and_carried_out")


def _disputed(made: Course, issues: int) -> None:
    """They take it to a review, to a body outside, or nowhere."""
    where = words.chosen(made.random, {"review": 45, "outside": 35, "nowhere": 20})
    if where == "review":
        made.later(3)
        made.give("request_review", grounds="You did not read what I sent.")
        made.later(1)
        made.give("acknowledge")
        made.later(8)
        offers = _decided(made, issues, made.reviewer, _other(made.approver))
        _accepted(made, offers)
    elif where == "outside":
        _outside(made)
    else:
        made.later(made.random.randint(30, 60), spread=0)
        made.give("exhaust_recourse", ground_code="window_lapsed")
        made.later(1)
        made.give("grant_approval", made.approver)
        made.give("close", made.approver, basis_code="recourse_exhausted")


def _outside(made: Course) -> None:
    made.later(15)
    made.give("register_referral", body_code="ombudsman")
    made.later(70)
    if made.happens(15):
        made.give("return_referral", ground_code="no_jurisdiction")
        return
    result = words.chosen(made.random, {"upheld": 30, "not_upheld": 55, "settled": 15})
    made.give("record_determination", result_code=result, is_binding=result == "upheld")
    made.later(5)
    made.give("close", made.approver, basis_code="determination_implemented")


def _reopened(made: Course, issues: int) -> None:
    """Within the window, with something new; and answered anew."""
    made.later(30, 0.4)
    made.give("reopen", ground_code="new_evidence")
    made.give("open_investigation")
    made.later(6)
    offers = _decided(made, issues, made.handler, made.approver)
    _accepted(made, offers)


def _other(approver: Who) -> Who:
    return "approver", (approver[1] + 1) % APPROVERS
