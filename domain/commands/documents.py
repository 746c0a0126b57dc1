"""The commands of documents (7.2), of letters (7.3), of content that must not stay (4.10)."""

from domain import attaching, letters, removing
from domain.commands.kind import INQUIRY, PARTY, PRIVACY, CommandKind, kind

SUPPLIERS = INQUIRY | PRIVACY | PARTY | {"action_owner"}

KINDS: tuple[CommandKind, ...] = (
    kind(
        attaching.attach_document,
        "7.2",
        "Attach a document",
        roles=SUPPLIERS,
        own_address="documents",
    ),
    kind(
        letters.send_letter,
        "7.3",
        "Make a letter from its template, or send it",
        own_address="letters",
    ),
    kind(
        removing.remove_sealed_content,
        "4.10",
        "Destroy content that must not stay",
        roles=PRIVACY,
    ),
)
