"""The commands of actions and failed remedies (7.7, 8.7)."""

from domain import acting, failing, verifying
from domain.commands.kind import MANAGEMENT, OWNERS, STAFF, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(acting.plan_action, "8.7", "Plan an action about the cause", roles=MANAGEMENT),
    kind(acting.complete_action, "8.7", "Record that an action was done", roles=STAFF | OWNERS),
    kind(
        verifying.verify_effect,
        "8.7",
        "Judge whether an action worked",
        roles=MANAGEMENT | OWNERS,
    ),
    kind(failing.fail_remedy, "7.9", "Record that a remedy failed", roles=STAFF | OWNERS),
)
