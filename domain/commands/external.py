"""The commands of review inside and of bodies outside (7.9, Annex G)."""

from domain import complying, determining, referring, reviewing
from domain.commands.kind import APPROVING, HANDLER, PARTY, STAFF, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(
        reviewing.request_review,
        "7.9",
        "Record that the complainant wants the next stage to review the answer",
        roles=HANDLER | PARTY,
    ),
    kind(reviewing.decline_review, "7.9", "Let the contested answer stand", roles=APPROVING),
    kind(
        reviewing.withdraw_review,
        "7.9",
        "Record that the complainant dropped the review",
        roles=HANDLER | PARTY,
    ),
    kind(referring.register_referral, "7.9", "Record that an outside body has the complaint"),
    kind(referring.return_referral, "7.9", "Record that an outside body gave the complaint back"),
    kind(determining.record_determination, "7.9", "Record what an outside body decided"),
    kind(
        complying.answer_determination,
        "7.9",
        "Record who takes the determination of an outside body",
        roles=STAFF | PARTY,
    ),
)
