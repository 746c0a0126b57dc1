"""The roles of staff that somebody at the keyboard may act in."""

from typing import Literal, get_args

from domain.decider import AnyDecider

KeyboardRole = Literal[
    "handler",
    "investigator",
    "approver",
    "reviewer",
    "action_owner",
    "management_representative",
    "top_management",
    "privacy_officer",
    "auditor",
]
AT_THE_KEYBOARD: tuple[KeyboardRole, ...] = get_args(KeyboardRole)


def roles_of(kind: AnyDecider) -> list[KeyboardRole]:
    """The roles that may give the command at the keyboard; the first one unless another is told."""
    return [role for role in AT_THE_KEYBOARD if role in kind.roles]
