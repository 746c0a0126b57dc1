"""The commands about issues and scope (7.2, 7.5)."""

from domain import revising, scoping
from domain.commands.kind import APPROVING, INQUIRY, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(revising.add_issue, "7.2", "Let a related point join the complaint"),
    kind(revising.reclassify_issue, "7.2", "Classify an issue anew"),
    kind(
        revising.record_product,
        "7.2",
        "Say which product an issue is about",
        roles=INQUIRY,
    ),
    kind(revising.withdraw_issue, "7.9", "Record that the complainant dropped an issue"),
    kind(
        scoping.declare_issue_out_of_scope,
        "7.5",
        "Decline an issue that is not for this process",
        roles=APPROVING,
    ),
    kind(
        scoping.declare_out_of_scope,
        "7.5",
        "Decline a complaint that is not for this process",
        roles=APPROVING,
    ),
)
