"""A decider: one command, who may give it, and the pure decision that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.decision_context import Command, DecisionContext, NewEvent
from domain.draft import Draft
from domain.errors import Refusal
from domain.policy import Policy
from domain.roles import HANDLER
from domain.stream_state import StreamState
from domain.values import When

S = TypeVar("S", bound=StreamState)
C = TypeVar("C", bound=Command)


def anytime(_draft: Any) -> None:
    """Nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Decider(Generic[S, C]):
    """A command with its clause, its roles and its decision: from a state to new events.

    name: a verb, stable for ever. deciding: adds the events. clause: of ISO 10002:2018. summary:
    one line, for help and for the API's description. roles: whoever may come to the door with it;
    the decision itself asks what the policy lets them do. may: refuses what no command of this name
    could do now, whatever it says; so it is known beforehand what may be done next. begins: the
    stream is not there yet. own_address: where the API takes it, after the stream's id, if more
    comes with it than its fields or more is done than storing events; then its route and its word
    at the keyboard are written out, not made from here.
    """

    name: str
    model: type[C]
    deciding: Callable[[Any, C], None]
    clause: str
    summary: str
    roles: frozenset[str] = HANDLER
    may: Callable[[Any], None] = anytime
    begins: bool = False
    own_address: str | None = None

    @property
    def address(self) -> str:
        """The last part of its address in the API."""
        return self.own_address or self.name.replace("_", "-")

    def is_waived_by(self, _policy: Policy) -> bool:
        """Whether under this policy somebody excluded may give it all the same (invariant 7)."""
        return False

    def begun(self, state: S | None, context: DecisionContext, occurred: When | None) -> Draft[S]:
        """An empty draft of the aggregate that it belongs to. occurred: now, unless told."""
        raise NotImplementedError

    def __call__(self, state: S | None, command: C, context: DecisionContext) -> list[NewEvent]:
        """The events of the command, in order. Raises a subclass of Refusal."""
        draft = self.begun(state, context, getattr(command, "occurred", None))
        self.may(draft)
        self.deciding(draft, command)
        return draft.facts

    def refused(self, state: S | None, context: DecisionContext) -> Refusal | None:
        """Why no such command can be done now; None where it depends on what it says."""
        try:
            self.may(self.begun(state, context, None))
        except Refusal as refusal:
            return refusal
        return None


AnyDecider = Decider[Any, Any]
