"""The earlier versions of policies by which due dates were set, or stood still."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from adapters.record import Record
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.deadlines.state import Stood
from domain.complaint.state import Complaint
from domain.decision_context import DecisionContext
from domain.policy import PauseRule, Policy
from domain.values import PolicyRef
from services.policies.policy_history import NeverPublished, policy_at


class EarlierPolicies:
    """Reads each version once, as none ever changes."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._known: dict[PolicyRef, Policy] = {}

    async def known_in(
        self, context: DecisionContext, refs: Iterable[PolicyRef]
    ) -> DecisionContext:
        """The context with these versions beside the present one.

        One that was never published here is left out.
        """
        found = await self._read(set(refs) - {context.policy_ref})
        return replace(context, policies=found) if found else context

    async def pause_rules(
        self, complaint: Complaint, present: Policy
    ) -> Callable[[Stood], PauseRule | None]:
        """The rules by which the due dates of a complaint stood still, as they were then."""
        found = await self._read(set(COMPLAINT.policies(complaint)))

        def rule_of(stood: Stood) -> PauseRule | None:
            then = found.get(stood.policy, present) if stood.policy else present
            return then.pause_rule(stood.rule_id)

        return rule_of

    async def _read(self, refs: set[PolicyRef]) -> dict[PolicyRef, Policy]:
        for ref in refs - self._known.keys():
            with suppress(NeverPublished):
                self._known[ref] = (await policy_at(self._record, ref)).policy
        return {ref: self._known[ref] for ref in refs if ref in self._known}
