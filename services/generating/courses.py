"""What becomes of one complaint: mostly something plain, now and then something of everything."""

from datetime import datetime
from random import Random
from typing import Any

from services.generating import words
from services.generating.answers import found, handled, remedies
from services.generating.course import Course
from services.generating.steps import Id, Step


def course(random: Random, number: int, at: datetime) -> list[Step]:
    """The steps of a complaint that arrives then, and of one that is split off or joins it."""
    made = Course(random, number, at)
    ways = {_settled: 40, _answered: 53, _withdrawn: 3, _out_of_scope: 2, _split: 1, _unnamed: 1}
    words.chosen(random, ways)(made)
    return made.steps


def _receipt(made: Course, issues: int = 1) -> dict[str, Any]:
    random = made.random
    body: dict[str, Any] = {
        "narrative": words.narrative(random),
        "channel_code": words.chosen(random, words.CHANNELS),
        "subject_kind": random.choice(("product", "service", "service")),
        "received_by_unit": random.choice(words.UNITS),
        "severity_code": words.chosen(random, words.SEVERITIES),
        "is_safety": made.happens(1),
        "issues": [_issue(made) for _ in range(issues)],
        "complainant": words.contact(random),
    }
    if made.happens(3):
        representative = {"contact": words.contact(random), "authority_basis_code": "mandate"}
        body["representative"] = representative
    return body


def _issue(made: Course) -> dict[str, Any]:
    return {
        "category_code": words.chosen(made.random, words.CATEGORIES),
        "product_code": words.chosen(made.random, words.PRODUCTS),
        "seeks": words.some(made.random, 0.3, ("refund",)),
    }


def _settled(made: Course) -> None:
    """On the spot, with an apology or some money."""
    offers = remedies(made, 60) if made.happens(70) else []
    made.give("settle", **_receipt(made), remedies=offers)


def _logged(made: Course, issues: int = 1) -> None:
    made.give("log", **_receipt(made, issues))
    made.later(0.3)
    unit = made.random.choice(words.UNITS)
    made.give("assign", handler=Id("staff", made.handler[1]), unit=unit)


def _withdrawn(made: Course) -> None:
    _logged(made)
    made.later(6)
    made.give("withdraw", means_code="phone")


def _out_of_scope(made: Course) -> None:
    _logged(made)
    made.later(3)
    made.give("declare_out_of_scope", ground_code="not_ours", signpost_code="none_available")
    made.later(1)
    made.give("grant_approval", made.approver)


def _unnamed(made: Course) -> None:
    """By somebody who gives no name, and so can be told nothing."""
    made.give("log", **{**_receipt(made), "complainant": None, "representative": None})
    made.later(1.5)
    made.give("open_investigation")
    made.later(6)
    found(made, 1, made.handler, made.approver)
    made.give("report_impossible_communication", purpose_code="response", ground_code="anonymous")
    made.give("close", basis_code="no_reply")


def _split(made: Course) -> None:
    """The second point becomes a complaint of its own."""
    _logged(made, 2)
    made.later(1)
    made.give("split_complaint", issue_ids=[Id("issues", 1)])
    for one in (made.beside(), made):
        handled(one, 1)


def _answered(made: Course) -> None:
    issues = 2 if made.happens(12) else 1
    _logged(made, issues)
    if made.happens(4):
        made.later(0.2)
        also = words.contact(made.random)
        made.give("join_complainant", complainant=also, must_agree=False)
    if made.happens(2):
        made.later(1)
        _sent_twice(made)
        issues += 1
    handled(made, issues)


def _sent_twice(made: Course) -> None:
    """They write the same again by another way, which is found out and merged."""
    other, first = made.beside(), made.steps[0].body
    same = {name: first[name] for name in ("complainant", "severity_code", "is_safety")}
    other.give("log", **{**_receipt(other), **same})
    other.later(1)
    other.give("merge_complaint", into_id=Id("complaint", made.number))
    made.at = other.at
