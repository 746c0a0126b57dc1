"""The facts of approval: asked for by one person, given or refused by another (4.12)."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field

from domain.event import DomainEvent
from domain.privacy import P0, P1, P2, P3, P4
from domain.values import Code, Text, Value


class UnderApproval(DomainEvent):
    """A fact that may take a second person.

    approval_id: of the request that was granted by it; its author asked for it, and ``approved_by``
    acted. separation: relaxed where one person did both. Older events have neither.
    """

    approved_by: Annotated[UUID | None, P1] = None
    approval_id: Annotated[UUID | None, P0] = None
    separation: Annotated[Literal["independent", "relaxed"] | None, P0] = None
    separation_ground_code: Annotated[Code | None, P0] = None

    def told_elsewhere(self, **said: object) -> Self:
        """The same of another complaint, but who approved it and what it settled here."""
        alone = dict.fromkeys((*UnderApproval.__annotations__, "settles_event_ids"))
        return self.model_copy(update=alone | said)


class Argument(Value):
    """One field of the act that is asked for, as text: a time by RFC 9557, else as in JSON.

    class_code: the class of data under which its value is sealed; then it has none here.
    """

    name: Code
    value: Text | tuple[Text, ...] | None = None
    class_code: Literal["P2", "P3", "P4"] | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What it says, one or several; nothing where that is sealed."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)


Arguments = tuple[Argument, ...]


class ApprovalRequested(DomainEvent):
    """Somebody asks for an act that takes a second person; nothing has changed by it yet (4.12).

    act_code: the name of its command. ground_code: its reason. arguments: its other fields, with
    the names of those that are sealed. approving_roles: who may approve it by the policy.
    party_id: whose the identity and the special category are.
    """

    TYPE: ClassVar[str] = "ApprovalRequested"

    approval_id: Annotated[UUID, P0]
    act_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
    approving_roles: Annotated[tuple[Code, ...], P0, Field(min_length=1)]
    arguments: Annotated[Arguments, P0] = ()
    party_id: Annotated[UUID | None, P0] = None
    identity: Annotated[Arguments | None, P2] = None
    text: Annotated[Arguments | None, P3] = None
    special: Annotated[Arguments | None, P4] = None


class ApprovalRefused(DomainEvent):
    """The act that was asked for is not approved (4.12)."""

    TYPE: ClassVar[str] = "ApprovalRefused"

    approval_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]
    explanation: Annotated[Text | None, P3] = None


class ApprovalWithdrawn(DomainEvent):
    """Whoever asked for the act asks for it no more (4.12)."""

    TYPE: ClassVar[str] = "ApprovalWithdrawn"

    approval_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]


class ApprovalLapsed(DomainEvent):
    """The act cannot be approved any more (4.12).

    The complaint ended, what the act says is gone, who asked for it was excluded, the facts that it
    rests on changed, or it was asked for so long ago that it was asked for anew.
    """

    TYPE: ClassVar[str] = "ApprovalLapsed"

    approval_id: Annotated[UUID, P0]
    ground_code: Annotated[
        Literal["ended", "content_gone", "author_excluded", "facts_changed", "too_old"], P0
    ]
