"""4.12 An act that waits for a second person: what it says, kept in the classes of its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from uuid import UUID

from domain.complaint.acts import Approvable
from domain.complaint.authority.events import Argument, Arguments
from domain.complaint.authority.state import awaiting
from domain.complaint.corrections.corrected_fields import when_of, when_text
from domain.complaint.events import ApprovalRequested
from domain.complaint.state import ApprovalRequest, Complaint
from domain.errors import Refusal
from domain.privacy import P0, P1, P2, P3, P4, SEALED, PrivacyClass
from domain.recorded import Recorded
from domain.values import Money, When

UNSAID = frozenset({"occurred", "ground_code"})
"""Told by the envelope of what is granted, and by the request itself."""
SEALED_IN: Mapping[PrivacyClass, str] = {P2: "identity", P3: "text", P4: "special"}


class ContentGone(Refusal, code="ContentGone"):
    """What the act says was erased or removed since it was asked for."""

    clause = "4.10"
    rule = "the content of what was asked for is gone, so nobody can approve it"
    instead = "refuse it, and ask for it anew if it is still meant"


class AskedAlready(Refusal, code="AskedAlready"):
    """A second request for the same act."""

    clause = "4.12"
    rule = "this is asked for already, and awaits approval"
    instead = "have it approved, or withdraw that request first"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForApproval:
    """An act that takes a second person, with all that it left out resolved.

    ground_code: its reason, where the act has no field for it. about: the event that it is about,
    which its approver did not record. marks: the classes of those fields whose class depends on
    what they are about. party_id: whose the identity in them is.
    """

    act: Approvable
    ground_code: str | None = None
    about: Recorded | None = None
    marks: Mapping[str, PrivacyClass] = field(default_factory=dict)
    party_id: UUID | None = None

    def request(
        self, act_code: str, approval_id: UUID, approving_roles: tuple[str, ...]
    ) -> ApprovalRequested:
        """The fact that it is asked for, of these roles."""
        said = {name: _said(value) for name, value in self._given()}
        marks = {name: self._mark(name) for name in said}
        sealed = {
            SEALED_IN[mark]: tuple(
                Argument(name=name, value=value)
                for name, value in said.items()
                if marks[name] is mark
            )
            for mark in SEALED
        }
        return ApprovalRequested(
            approval_id=approval_id,
            act_code=act_code,
            ground_code=self.ground_code or self.act.model_dump()["ground_code"],
            approving_roles=approving_roles,
            arguments=tuple(
                Argument(name=name, class_code=marks[name].value)
                if marks[name] in SEALED
                else Argument(name=name, value=value)
                for name, value in said.items()
            ),
            party_id=self.party_id,
            **{name: held or None for name, held in sealed.items()},
        )

    def _given(self) -> Iterable[tuple[str, Any]]:
        unsaid = UNSAID - ({"occurred"} if self.act.KEEPS_ITS_TIME else set())
        for name, declared in type(self.act).model_fields.items():
            value = getattr(self.act, name)
            if name not in unsaid and value != declared.default:
                yield name, value

    def _mark(self, name: str) -> PrivacyClass:
        """Staff are named among the text, as in a correction of the record."""
        declared = [
            mark
            for mark in type(self.act).model_fields[name].metadata
            if isinstance(mark, PrivacyClass)
        ]
        mark = self.marks.get(name) or next(iter(declared), P0)
        return P3 if mark is P1 else mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The approval that is being given. ground_code: why one person may do both."""

    request: ApprovalRequest
    ground_code: str | None = None


def check_not_asked_yet(complaint: Complaint, request: ApprovalRequested) -> None:
    """Refuse to ask for what is asked for already and may be approved. Raises AskedAlready."""
    for each in awaiting(complaint.approvals):
        alike = each.act_code, each.ground_code, each.arguments
        if alike == (request.act_code, request.ground_code, request.arguments):
            raise AskedAlready(approval_id=each.approval_id, act=each.act_code)


def _said(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, When):
        return when_text(value)
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def act_of(
    request: ApprovalRequest, model: type[Approvable], history: Iterable[Recorded]
) -> Approvable:
    """The act that was asked for. history: of its complaint, opened where a key is left.

    Raises ContentGone.
    """
    said = _opened(request, history)
    if missing := [each.name for each in request.arguments if each.name not in said]:
        raise ContentGone(approval_id=request.approval_id, fields=", ".join(missing))
    arguments = {name: _meant(model, name, value) for name, value in said.items()}
    if "ground_code" in model.model_fields:
        arguments["ground_code"] = request.ground_code
    if "occurred" in said:
        arguments["occurred"] = when_of(str(said["occurred"]))
    return model.model_validate(arguments)


def _meant(model: type[Approvable], name: str, value: str | tuple[str, ...]) -> Any:
    if Money not in get_args(model.model_fields[name].annotation):
        return value
    amount, currency = str(value).split()
    return Money(amount=amount, currency=currency)


def _opened(
    request: ApprovalRequest, history: Iterable[Recorded]
) -> dict[str, str | tuple[str, ...]]:
    requested = next((one.event for one in history if one.event_id == request.event_id), None)
    parts: list[Arguments] = [request.arguments]
    if isinstance(requested, ApprovalRequested):
        parts += [each for each in (requested.identity, requested.text, requested.special) if each]
    return {each.name: each.value for part in parts for each in part if each.value is not None}
