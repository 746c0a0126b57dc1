"""Which rule a due date rests on, and which one is meant for it as the complaint is now (6.2)."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.complaint.deadlines.rule_choice import closest, fits
from domain.complaint.deadlines.state import Stood
from domain.complaint.linking.brought_matter import without_what_came
from domain.complaint.reckoning import receipt_of
from domain.complaint.state import Complaint, DeadlineState
from domain.decision_context import DecisionContext
from domain.policy import DeadlineRule, Matter, PauseRule, Policy, Start
from domain.values import When

OF_RECEIPT: tuple[Start, ...] = ("received", "logged")


@dataclass(frozen=True, slots=True)
class Footing:
    """The rule that made a due date, under its own version of the policy, and its kind of start.

    pause_rule: the one by which it stood still, of the policy as it was then. was: the due date
    before its pauses were told right, where they are.
    """

    deadline: DeadlineState
    rule: DeadlineRule
    policy: Policy
    starts: frozenset[Start]
    pause_rule: Callable[[Stood], PauseRule | None]
    was: DeadlineState | None = None

    @property
    def is_on_receipt(self) -> bool:
        """Whether it counts from the receipt of its own complaint."""
        return self.starts <= set(OF_RECEIPT)

    def meant(self, complaint: Complaint) -> DeadlineRule | None:
        """The rule of the same policy that is meant for the same start, as the complaint is now.

        A clock from a receipt is for the points that came with it, so that what another complaint
        brought stays as it is told there.
        """
        if self.deadline.fact.from_id and not rests_on_receipt(self.deadline, complaint):
            return self.rule
        matter = without_what_came(complaint) if self.is_on_receipt else complaint
        return closest(
            rule
            for rule in self.policy.deadlines
            if rule.kind == self.rule.kind
            and rule.stage in (None, self.deadline.stage)
            and self.starts.intersection(rule.starts_from)
            and fits(rule.only, matter)
        )

    def start(self, rule: DeadlineRule, complaint: Complaint) -> When:
        """From when such a rule counts, by the receipt as it is told now."""
        fact = self.deadline.fact
        if not self.is_on_receipt or not rests_on_receipt(self.deadline, complaint):
            return fact.starts
        return start_of_receipt(rule, complaint, fact.zone)


def start_of_receipt(rule: DeadlineRule, complaint: Complaint, zone: str) -> When:
    """When a rule that counts from the receipt begins: when it came, or was written down."""
    if next(start for start in rule.starts_from if start in OF_RECEIPT) == "logged":
        return When(at=complaint.receipt_recorded_at, zone=zone)
    return receipt_of(complaint, zone=zone)


def footing(
    deadline: DeadlineState, complaint: Complaint, context: DecisionContext
) -> Footing | None:
    """What a due date rests on; None for a day that somebody named."""
    fact = deadline.fact
    policy = _known_best(context.made_under(fact), context.policy)
    rule = policy.deadline_rule(fact.rule_id)
    if rule is None or rule.kind != fact.kind:
        return None
    starts = frozenset(rule.starts_from)
    if rests_on_receipt(deadline, complaint) and starts & set(OF_RECEIPT):
        starts &= set(OF_RECEIPT)
    elif fact.from_id is None:
        starts -= set(OF_RECEIPT)
    return Footing(deadline, rule, policy, starts, context.pause_rule) if starts else None


def is_for_clock(only: Matter, rests: Footing | None, complaint: Complaint) -> bool:
    """Whether a rule of this matter is for a clock: by what the clock is for, not by what is today.

    Where the clock is for more, the complaint decides, as long as the clock is the one meant for
    it. rests: None for a day that somebody named.
    """
    if rests is None:
        return fits(only, complaint)
    meant = rests.meant(complaint)
    is_still_meant = meant is not None and meant.rule_id == rests.rule.rule_id
    return only.covers(rests.rule.only) or (is_still_meant and fits(only, complaint))


def _known_best(then: Policy, now: Policy) -> Policy:
    """The policy of then, with the calendars that are known better by now."""
    newer = {one.calendar_id: one for one in now.calendars}
    calendars = tuple(
        max((one, newer.get(one.calendar_id, one)), key=lambda each: each.version)
        for one in then.calendars
    )
    return then if calendars == then.calendars else then.model_copy(update={"calendars": calendars})


def came_back(deadline: DeadlineState, complaint: Complaint) -> bool:
    """Whether a part brought it to its whole, or the whole to a part of it, by a merger.

    It names an event of the whole as its start, but counts from what is told where it came from.
    """
    came = {each.from_id for each in complaint.absorbed_now}
    return deadline.fact.from_id in came & {complaint.split_from, *complaint.split_into}


def rests_on_receipt(deadline: DeadlineState, complaint: Complaint) -> bool:
    """Whether it counts from the complaint's receipt, which a part has from the one it was of."""
    fact = deadline.fact
    if came_back(deadline, complaint):
        return False
    if fact.start_event_id == complaint.received_event_id:
        return True
    is_of_part = complaint.split_from is not None and fact.from_id in (None, complaint.split_from)
    return is_of_part and fact.starts.day == receipt_of(complaint, zone=fact.zone).day
