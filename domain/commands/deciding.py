"""The commands of deciding and telling the decision (7.7, 7.8)."""

from domain import composite, deciding, remedying, responding
from domain.commands.kind import APPROVING, INQUIRY, STAFF, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(composite.answer, "7.7", "Investigate, decide and respond at once, where one may"),
    kind(composite.settle_received, "7.7", "Settle a received complaint on the spot"),
    kind(
        deciding.propose_decision,
        "7.7",
        "Propose a decision on every open issue",
        roles=INQUIRY,
    ),
    kind(deciding.approve_decision, "7.7", "Approve the proposed decision", roles=APPROVING),
    kind(deciding.return_decision, "7.7", "Return the decision to its author", roles=INQUIRY),
    kind(remedying.offer_remedy, "7.7", "Offer a remedy outside a decision", roles=STAFF),
    kind(remedying.revoke_remedy, "7.7", "Take a remedy back", roles=APPROVING),
    kind(
        responding.send_response,
        "7.8",
        "Send the decision to the complainant, with the recourse that remains",
    ),
)
