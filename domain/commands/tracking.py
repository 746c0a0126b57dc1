"""The commands of tracking and contact (7.3)."""

from domain import tracking
from domain.commands.kind import HANDLER, INQUIRY, PARTY, CommandKind, kind

ASSIGNING = HANDLER | {"management_representative"}

KINDS: tuple[CommandKind, ...] = (
    kind(tracking.assign, "7.3", "Make somebody answerable for the complaint", roles=ASSIGNING),
    kind(tracking.unassign, "7.3", "Relieve the handler", roles=ASSIGNING),
    kind(
        tracking.record_contact,
        "7.3",
        "Record that somebody was in touch",
        roles=HANDLER | PARTY,
    ),
    kind(tracking.report_failed_communication, "7.3", "Record that something sent did not arrive"),
    kind(tracking.add_note, "7.3", "Add a note", roles=INQUIRY),
)
