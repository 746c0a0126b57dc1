"""Every command that there is: it drives the API, the keyboard, the roles and the documentation."""

from domain.commands import (
    actions,
    approving,
    closing,
    contact,
    deadlines,
    deciding,
    documents,
    external,
    inquiring,
    investigating,
    linking,
    parties,
    receiving,
    records,
    scope,
    tracking,
)
from domain.commands.kind import CommandKind

__all__ = ["COMMANDS", "CommandKind"]

COMMANDS: dict[str, CommandKind] = {
    kind.name: kind
    for clause in (
        receiving,
        parties,
        documents,
        scope,
        tracking,
        contact,
        linking,
        investigating,
        inquiring,
        deciding,
        closing,
        external,
        actions,
        deadlines,
        records,
        approving,
    )
    for kind in clause.KINDS
}
"""The commands by their names, in the order of the clauses."""
