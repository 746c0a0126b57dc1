"""Days that somebody named themselves: an offer, a plan, a determination (6.2)."""

from domain.policy import DeadlineRule, Party, Policy, Start
from domain.policy.kinds import ACTION_DUE, REMEDY_DUE, Kind

PROMISED = "promised_date"
"""The rule behind a day that an offer, a plan or a determination names itself."""
NAMED_ITSELF: dict[Start, Kind] = {"action_planned": ACTION_DUE, "remedy_accepted": REMEDY_DUE}
"""What is due on the day that was named for it, also where the policy has no rule of it."""


def terms_of(policy: Policy, kind: Kind, starts: Start, *, party: Party) -> DeadlineRule:
    """The terms of a day that was named, for which there is no rule."""
    return DeadlineRule(
        rule_id=PROMISED,
        kind=kind,
        starts_from=(starts,),
        amount=1,
        unit="calendar_days",
        party=party,
        calendar_id=policy.calendars[0].calendar_id,
    )
