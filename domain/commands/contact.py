"""The commands of updates, notices, escalation and suspension (7.3)."""

from domain import escalating, suspending, updating
from domain.commands.kind import MANAGEMENT, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(updating.send_update, "7.3", "Tell a party how it stands"),
    kind(
        updating.report_impossible_communication,
        "7.3",
        "Record that nobody can be told what is owed",
    ),
    kind(updating.notify_party, "7.3", "Record that somebody beside the complainant was told"),
    kind(escalating.escalate, "7.3", "Bring the complaint before a higher level", roles=MANAGEMENT),
    kind(suspending.suspend_handling, "7.3", "Stop the work for a while", roles=MANAGEMENT),
    kind(suspending.resume_handling, "7.3", "Go on with the work", roles=MANAGEMENT),
)
