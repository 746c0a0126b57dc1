"""The commands of receipt (7.2)."""

from domain import composite, forwarding, immediate_action, receiving
from domain.commands.kind import CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(receiving.receive, "7.2", "Record a complaint that has arrived", begins=True),
    kind(
        composite.log, "7.2", "Receive, acknowledge and assess a complaint in one go", begins=True
    ),
    kind(composite.settle, "7.2", "Receive a complaint and settle it on the spot", begins=True),
    kind(immediate_action.take_immediate_action, "7.2", "Record what was done at once"),
    kind(receiving.seek_remedy, "7.2", "Record what the complainant wants done"),
    kind(forwarding.forward, "7.2", "Send issues on to the respondent, another body or a unit"),
)
