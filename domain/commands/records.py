"""The commands about the record itself (4.9, 4.10, 8.3)."""

from domain import (
    breaches,
    correcting,
    disclosing,
    erasing,
    erasure_requests,
    holding,
    record_requests,
    surveying,
)
from domain.commands.kind import (
    HANDLER,
    MANAGEMENT,
    PARTY,
    PRIVACY,
    SYSTEM,
    CommandKind,
    kind,
)

KINDS: tuple[CommandKind, ...] = (
    kind(
        disclosing.disclose_personal_data,
        "4.10",
        "Record to whom personal data was given, and by what right",
        roles=PRIVACY,
    ),
    kind(
        breaches.record_breach,
        "4.10",
        "Record that personal data reached somebody who may not have it",
        roles=PRIVACY,
    ),
    kind(
        breaches.notify_authority,
        "4.10",
        "Record that an authority was told of a breach, or why not",
        roles=PRIVACY,
    ),
    kind(
        record_requests.request_record,
        "4.10",
        "Record that a party asks what is recorded about them",
        roles=HANDLER | PRIVACY | PARTY,
    ),
    kind(
        record_requests.supply_record,
        "4.10",
        "Record that a party was given what is recorded about them",
        roles=PRIVACY,
    ),
    kind(
        record_requests.refuse_record,
        "4.10",
        "Refuse a party what they asked for, with a ground",
        roles=PRIVACY,
    ),
    kind(
        correcting.correct_record,
        "4.9",
        "Say what is right where an event is wrong; both stay",
        roles=PRIVACY,
    ),
    kind(holding.place_hold, "4.10", "Keep everything: nothing is erased meanwhile", roles=PRIVACY),
    kind(holding.release_hold, "4.10", "Let go of a legal hold", roles=PRIVACY),
    kind(
        erasure_requests.request_erasure,
        "4.10",
        "Record that personal data is to be erased",
        roles=PRIVACY,
    ),
    kind(
        erasure_requests.approve_erasure, "4.10", "Approve an erasure", roles=PRIVACY | {"reviewer"}
    ),
    kind(
        erasure_requests.defer_erasure, "4.10", "Put an erasure off, with a ground", roles=PRIVACY
    ),
    kind(
        erasing.erase_personal_data,
        "4.10",
        "Erase personal data: destroy the keys that it lies under",
        roles=PRIVACY,
    ),
    kind(
        surveying.invite_survey,
        "8.3",
        "Invite a party to say how the handling was",
        roles=MANAGEMENT | SYSTEM,
    ),
    kind(
        surveying.suppress_survey,
        "8.3",
        "Leave the complaint out of the surveys, with a ground",
        roles=MANAGEMENT | SYSTEM,
    ),
)
