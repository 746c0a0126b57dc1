"""The commands on what awaits a second person (4.12)."""

from domain import approving
from domain.commands.kind import APPROVING, MANAGEMENT, PRIVACY, CommandKind, kind

APPROVERS = APPROVING | {"management_representative"}

KINDS: tuple[CommandKind, ...] = (
    kind(
        approving.grant_approval,
        "4.12",
        "Approve what somebody else asked for; it is done now",
        roles=APPROVERS,
    ),
    kind(
        approving.refuse_approval,
        "4.12",
        "Do not approve what somebody asked for",
        roles=APPROVERS,
    ),
    kind(
        approving.withdraw_approval_request,
        "4.12",
        "Take back what one asked to have approved",
        roles=APPROVING | MANAGEMENT | PRIVACY,
    ),
)
