"""4.12: an effect that takes two people is reached by no command of one, whatever it says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import Refusal
from domain.registry import COMMANDS
from tests.support.asking import BODIES, sensible
from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, money
from tests.support.invariants.two_people import nobody_alone_ends_what_the_organisation_owes
from tests.support.office import Office
from tests.support.people import able

Steps = Sequence[tuple[str, Any, dict[str, Any]]]
LOGGED = ("log", HANDLER, {"narrative": "The bill is wrong.", "complainant": {"name": "Ada"}})
REFUND = {"kind_code": "refund", "money": money("20.00")}
REFERRED = ("register_referral", HANDLER, {"body_code": "ombudsman"})
TO_PAY: dict[str, Any] = {"result_code": "upheld", "directions": [REFUND]}
TAKEN = ("answer_determination", HANDLER, {"answer_code": "accepted"})
COURSES: dict[str, Steps] = {
    "accepted": (LOGGED, ("offer_remedy", HANDLER, REFUND), ("accept_remedy", HANDLER, {})),
    "granted by two": (
        LOGGED,
        ("offer_remedy", APPROVER, {**REFUND, "money": money("5000.00")}),
        ("grant_approval", SECOND_APPROVER, {}),
        ("accept_remedy", HANDLER, {}),
    ),
    "directed": (LOGGED, REFERRED, ("record_determination", HANDLER, TO_PAY), TAKEN),
    "directed, and it binds": (
        *(LOGGED, REFERRED),
        ("record_determination", HANDLER, {**TO_PAY, "is_binding": True}),
        TAKEN,
    ),
    "directed, and taken by the organisation": (
        *(LOGGED, REFERRED, ("record_determination", HANDLER, TO_PAY), TAKEN),
        ("answer_determination", APPROVER, {"answered_by": "organisation", **TAKEN[2]}),
    ),
}
"""How something came to be owed."""


def follow(steps: Steps) -> Office:
    office = Office()
    for name, by, asked in steps:
        kind, of = COMMANDS[name], next(iter(office.complaints), None)
        told = dict(asked)
        if name == "accept_remedy" and of:
            (told["remedy_id"],) = office.complaints[of].remedies
        office.give(kind, kind.model.model_validate(told), by=by, of=of)
    return office


def aside(office: Office) -> Office:
    """The same office, on which something may be tried."""
    events = {key: list(each) for key, each in office.events.items()}
    fresh: dict[str, Any] = {"told": [], "stored": list(office.stored), "events": events}
    return replace(office, complaints=dict(office.complaints), **fresh)


@pytest.mark.parametrize("steps", COURSES.values(), ids=COURSES)
def test_nobody_alone_ends_what_is_owed_by_any_command(steps: Steps) -> None:
    office = follow(steps)
    (of,) = office.complaints
    assert office.complaints[of].owed
    done = set[str]()
    for kind in (COMMANDS[name] for name in BODIES):
        for asked in sensible(kind, office.present(of)):
            for by in able(kind, office.complaints[of]):
                trial = aside(office)
                try:
                    told = trial.give(kind, asked, by=by, of=of)
                except Refusal:
                    continue
                done.add(kind.name)
                faults = list(nobody_alone_ends_what_the_organisation_owes(told))
                assert faults == [], (by.role, asked)
    assert {"decline_remedy", "revoke_remedy", "fulfil_remedy", "offer_remedy"} <= done
