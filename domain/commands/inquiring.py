"""The commands of information, evidence and causes (7.6)."""

from domain import hearing, inquiring, root_causes
from domain.commands.kind import INQUIRY, PARTY, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(inquiring.request_information, "7.6", "Ask somebody for information", roles=INQUIRY),
    kind(
        inquiring.record_information,
        "7.6",
        "Record what was asked for",
        roles=INQUIRY | PARTY,
    ),
    kind(inquiring.record_evidence, "7.6", "Record what shows what happened", roles=INQUIRY),
    kind(
        hearing.inform_subject_person,
        "7.6",
        "Record what the person complained about was told",
        roles=INQUIRY,
    ),
    kind(
        hearing.record_subject_response,
        "7.6",
        "Record the account of the person complained about",
        roles=INQUIRY,
    ),
    kind(root_causes.identify_root_cause, "7.7", "Record why it happened", roles=INQUIRY),
)
