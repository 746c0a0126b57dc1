"""The commands about complainants, representatives and excluded staff (7.2, 4.7)."""

from domain import consenting, excluding, identifying, joining, representing
from domain.commands.kind import HANDLER, INQUIRY, MANAGEMENT, PARTY, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(
        representing.authorise_representative,
        "7.2",
        "Record that somebody may act for a party",
    ),
    kind(
        representing.end_representation,
        "7.2",
        "Record that somebody acts for a party no more",
        roles=HANDLER | PARTY,
    ),
    kind(joining.join_complainant, "7.2", "Let another complainant join"),
    kind(joining.remove_complainant, "7.2", "Record that a complainant left or died"),
    kind(joining.substitute_complainant, "7.2", "Let somebody take a complainant's place"),
    kind(identifying.verify_identity, "7.2", "Record that a party's identity was checked"),
    kind(
        identifying.correct_party_details,
        "4.9",
        "Correct what is known of a party",
        roles=HANDLER | PARTY,
    ),
    kind(
        consenting.record_consent,
        "4.10",
        "Record what a party consents to, or no more",
        roles=HANDLER | PARTY,
    ),
    kind(
        excluding.exclude_staff,
        "4.7",
        "Exclude a member of staff from the complaint",
        roles=INQUIRY | MANAGEMENT,
    ),
    kind(
        excluding.accept_exclusion,
        "4.7",
        "Let somebody excluded go on, since nobody else is there",
        roles=MANAGEMENT,
    ),
)
