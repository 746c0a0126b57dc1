"""The commands of acknowledging, assessing and investigating (7.4 to 7.6)."""

from domain import acknowledging, assessing, investigating
from domain.commands.kind import INQUIRY, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(acknowledging.acknowledge, "7.4", "Record that the complainant was told of the receipt"),
    kind(assessing.assess, "7.5", "Record how serious and how urgent it is"),
    kind(
        investigating.open_investigation,
        "7.6",
        "Begin to look into the circumstances",
        roles=INQUIRY,
    ),
    kind(
        investigating.record_finding,
        "7.6",
        "Record what was found about an issue",
        roles=INQUIRY,
    ),
)
