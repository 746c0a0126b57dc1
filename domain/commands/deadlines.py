"""The commands of due dates (6.2)."""

from domain import (
    cancelling,
    deadlines,
    early_starts,
    extending,
    pausing,
    recounting,
    retargeting,
)
from domain.commands.kind import MANAGEMENT, POLICY, SYSTEM, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(
        extending.extend_deadline,
        "6.2",
        "Move a deadline before it has come",
        roles=MANAGEMENT,
    ),
    kind(
        retargeting.set_new_target,
        "6.2",
        "Set another day for what was missed",
        roles=MANAGEMENT,
    ),
    kind(pausing.pause_deadlines, "6.2", "Stop the clocks on a ground", roles=MANAGEMENT),
    kind(pausing.resume_deadlines, "6.2", "Let the clocks go on", roles=MANAGEMENT),
    kind(
        recounting.recount_deadlines,
        "6.2",
        "Set deadlines anew whose calendar was corrected",
        roles=POLICY,
    ),
    kind(deadlines.meet_deadline, "6.2", "Record that what was due was done"),
    kind(
        cancelling.cancel_deadline,
        "6.2",
        "Take back a deadline that was set in error",
        roles=MANAGEMENT,
    ),
    kind(
        deadlines.pass_deadline,
        "6.2",
        "Let a deadline that is over be missed or lapse",
        roles=SYSTEM,
    ),
    kind(
        deadlines.warn_of_deadline,
        "7.3",
        "Let the complaint rise because a deadline nears",
        roles=SYSTEM,
    ),
    kind(
        early_starts.mend_starts,
        "6.2",
        "Set anew what was counted from before its time",
        roles=SYSTEM,
    ),
)
