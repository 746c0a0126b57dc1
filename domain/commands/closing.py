"""The commands of answering the decision, recourse, closing and taking up again (7.9)."""

from domain import (
    agreeing,
    closing,
    recourse,
    remedying,
    reopening,
    setting_aside,
    withdrawing,
)
from domain.commands.kind import APPROVING, HANDLER, OWNERS, PARTY, STAFF, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(agreeing.agree_resolution, "7.9", "Record a solution that both sides agreed on"),
    kind(
        agreeing.accept_decision,
        "7.9",
        "Record that the complainant accepted the answer",
        roles=HANDLER | PARTY,
    ),
    kind(
        agreeing.reject_decision,
        "7.9",
        "Record that the complainant rejected the answer",
        roles=HANDLER | PARTY,
    ),
    kind(
        setting_aside.set_aside_decision,
        "7.9",
        "Set the answer aside and begin a new round",
        roles=APPROVING,
    ),
    kind(
        remedying.accept_remedy,
        "7.9",
        "Record that the complainant accepted a remedy",
        roles=HANDLER | PARTY,
    ),
    kind(
        remedying.decline_remedy,
        "7.9",
        "Record that the complainant declined a remedy",
        roles=HANDLER | PARTY,
    ),
    kind(remedying.fulfil_remedy, "7.9", "Record that a remedy was carried out", roles=OWNERS),
    kind(recourse.offer_recourse, "7.9", "Tell the complainant which ways remain open"),
    kind(
        recourse.decline_recourse,
        "7.9",
        "Record that the complainant does not take up a way",
        roles=HANDLER | PARTY,
    ),
    kind(recourse.exhaust_recourse, "7.9", "Record that no way remains open"),
    kind(closing.close, "7.9", "Close the complaint", roles=STAFF),
    kind(
        withdrawing.withdraw,
        "7.9",
        "Record that the complainant withdrew the complaint",
        roles=HANDLER | PARTY,
    ),
    kind(reopening.reopen, "7.9", "Take an ended complaint up again", roles=STAFF),
)
