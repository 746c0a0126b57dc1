"""Complaints of one matter, of which facts are told in any order against merging and unmerging."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from domain.complaint.events import ApprovalRequested
from domain.complaint.state import Complaint
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor, When
from tests.support.controls import (
    APPROVER,
    HANDLER,
    LONDON,
    POLICY,
    PRIVACY_OFFICER,
    SECOND_APPROVER,
    policy,
)
from tests.support.office import Office
from tests.support.office import Told as OfficeTold

QUICK = {
    "rule_id": "respond_cards",
    "kind": "response",
    "starts_from": ["received"],
    "only": {"product_codes": ["cards"]},
    "amount": 15,
    "unit": "calendar_days",
    "calendar_id": "monday_to_friday",
}
LOANS = {**QUICK, "rule_id": "respond_loans", "only": {"product_codes": ["loans"]}, "amount": 9}
WINDOW = {
    "rule_id": "fast",
    "kind": "fast_resolution_window",
    "starts_from": ["received"],
    "amount": 1,
    "unit": "months",
    "party": "nobody",
    "calendar_id": "monday_to_friday",
}
BY_WEB = {**QUICK, "rule_id": "by_web", "only": {"channel_codes": ["web"]}, "amount": 12}
BY_EMAIL = {**BY_WEB, "rule_id": "by_email", "only": {"channel_codes": ["email"]}, "amount": 40}
JUDGED = {**QUICK, "rule_id": "judge_cards", "kind": "assessment", "amount": 12}
RULES = [*POLICY.model_dump()["deadlines"], QUICK, LOANS]
PAUSES: dict[str, Any] = {
    "pauses": [
        {
            "rule_id": "police",
            "kinds": ["response", "periodic_update"],
            "ground_codes": ["police_case"],
            "with_suspension": True,
            "back_dating_days": 400,
        },
        {
            "rule_id": "waiting",
            "kinds": ["response", "periodic_update"],
            "ground_codes": ["awaiting_complainant"],
            "back_dating_days": 400,
        },
    ]
}
PAUSING = policy(deadlines=RULES, **PAUSES)
WINDOWED = policy(deadlines=[*RULES, BY_WEB, BY_EMAIL, JUDGED, WINDOW], **PAUSES)
Fact = tuple[Any, ...]
"""Of which complaint, what is told, and when it was or with which words."""


def on(day: date) -> When:
    """A day of which no hour is known."""
    return When(on=day, zone=LONDON)


class Told(Office):
    """Complaint ``b`` is merged into ``a``, with ``c`` in it or not; all from one complainant."""

    def __init__(self, received: date, rules: Policy = PAUSING) -> None:
        super().__init__(policy=rules)
        issues: list[dict[str, str]] = [{}, {}]
        told: dict[str, Any] = {"complainant": {"name": "Ann"}, "narrative": "H2", "issues": issues}
        self.ids = {name: self._received(occurred=on(received), **told) for name in "abc"}

    def _received(self, **told: Any) -> UUID:
        return self._asked("receive", None, **told).context.complaint_id

    def of(self, name: str) -> UUID:
        """The complaint that is called so."""
        return self.ids[name]

    def one(self, name: str) -> Complaint:
        """The same, as it stands."""
        return self.complaints[self.of(name)]

    def tell(self, facts: Iterable[Fact]) -> None:
        """Tell these facts, one after the other."""
        for name, what, *more in facts:
            getattr(self, f"_{what}")(name, *more)

    def _wait(self, _name: str, days: int) -> None:
        self.wait(days)

    def _merge(self, name: str, into: str) -> None:
        told: dict[str, Any] = {"into_id": self.of(into), "ground_code": "same_complainant"}
        self._asked("merge_complaint", self.of(name), **told)

    def _unmerge(self, name: str) -> None:
        by = PRIVACY_OFFICER
        self._asked("unmerge_complaint", self.of(name), by=by, ground_code="mistake")

    def _receipt(self, name: str, day: date) -> None:
        """The receipt is told right, by two people."""
        self._right(name, self.one(name).received_event_id, day)

    def _channel(self, name: str, code: str) -> None:
        """By which channel it came is told right, by two people."""
        told: dict[str, Any] = {"target_event_id": self.one(name).received_event_id}
        told |= {"field": "channel_code", "right": code, "ground_code": "mistyped"}
        self._asked("correct_record", self.of(name), by=APPROVER, **told)

    def _begun(self, name: str, kind: str, day: date) -> None:
        """When the latest event of this type was that somebody told is told right."""
        told = [one for one in self.events[self.of(name)] if one.actor.kind == "staff"]
        (*_, last) = [one for one in told if kind == one.event.TYPE]
        self._right(name, last.event_id, day)

    def _right(self, name: str, event_id: UUID | None, day: date) -> None:
        told: dict[str, Any] = {"target_event_id": event_id, "field": "occurred"}
        told["ground_code"] = "mistyped"
        self._asked("correct_record", self.of(name), by=APPROVER, right=f"{day}[{LONDON}]", **told)

    def _first_product(self, name: str, product_code: str) -> None:
        """Of its first point it is told which product it is about."""
        first = next(iter(self.one(name).issues))
        told: dict[str, Any] = {"issue_id": first, "product_code": product_code}
        self._asked("record_product", self.of(name), **told)

    def _do(self, name: str, command: str, told: dict[str, Any]) -> None:
        """Any other command, approved where it takes two people."""
        self._asked(command, self.of(name), **told)

    def _asked(self, command: str, of: UUID | None, by: Actor = HANDLER, **told: Any) -> OfficeTold:
        kind = COMMANDS[command]
        done = self.give(kind, kind.model.model_validate(told), by=by, of=of)
        if any(isinstance(one.event, ApprovalRequested) for one in done.recorded):
            self._asked("grant_approval", of, by=SECOND_APPROVER)
        return done


def stands(complaint: Complaint) -> tuple[object, ...]:
    """What is due, in which state, and since when."""
    due = sorted(
        (one.fact.kind, str(one.due_on), one.status, str(one.paused and one.paused.day))
        for one in complaint.deadlines.values()
        if complaint.is_open and one.is_open and one.fact.about is None
    )
    return (complaint.state, complaint.is_suspended, complaint.received.day, due)
