"""Whether a policy lets one person do what another one keeps for two, or forbids (4.7, 4.12)."""

from domain.policy.bounds import is_within
from domain.policy.whole import Policy


def relaxes(new: Policy, present: Policy) -> bool:
    """Whether the new policy binds less in anything: keeps fewer duties apart, lets a role do more.

    It may, from a later day on (``adopting``); what each field binds to stands in ``bounds``.
    """
    return not is_within(new, present)
