"""Every command that there is: it drives the API, the keyboard, the roles and the documentation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain import (
    acknowledging,
    agreeing,
    assessing,
    closing,
    composite,
    deadlines,
    deciding,
    forwarding,
    investigating,
    receiving,
    recourse,
    remedying,
    reopening,
    responding,
    tracking,
)
from domain.decision import Command, Fact, Situation
from domain.deed import Decision
from domain.state import Complaint

Decide = Callable[[Complaint | None, Any, Situation], list[Fact]]

HANDLER = frozenset({"handler"})
STAFF = frozenset({"handler", "approver"})
"""Whose an approver's act is under the policy in force, the decision itself asks."""
SYSTEM = frozenset({"system"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandKind:
    """One command. name: a verb, stable for ever. begins: there is no complaint yet.

    clause: of ISO 10002:2018. summary: one line, for help and for the API's description.
    """

    name: str
    model: type[Command]
    decide: Decide
    roles: frozenset[str]
    clause: str
    summary: str
    begins: bool = False


def _kind(
    decision: Decision[Any],
    clause: str,
    summary: str,
    *,
    roles: frozenset[str] = HANDLER,
    begins: bool = False,
) -> CommandKind:
    return CommandKind(
        name=decision.name,
        model=decision.model,
        decide=decision,
        roles=roles,
        clause=clause,
        summary=summary,
        begins=begins,
    )


_KINDS = (
    _kind(receiving.receive, "7.2", "Record a complaint that has arrived", begins=True),
    _kind(
        composite.log, "7.2", "Receive, acknowledge and assess a complaint in one go", begins=True
    ),
    _kind(composite.settle, "7.2", "Receive a complaint and settle it on the spot", begins=True),
    _kind(receiving.seek_remedy, "7.2", "Record what the complainant wants done"),
    _kind(forwarding.forward, "7.2", "Send issues on to the respondent, another body or a unit"),
    _kind(tracking.assign, "7.3", "Make somebody answerable for the complaint"),
    _kind(tracking.unassign, "7.3", "Relieve the handler"),
    _kind(tracking.record_contact, "7.3", "Record that somebody was in touch"),
    _kind(tracking.report_failed_communication, "7.3", "Record that something sent did not arrive"),
    _kind(tracking.add_note, "7.3", "Add a note", roles=STAFF),
    _kind(acknowledging.acknowledge, "7.4", "Record that the complainant was told of the receipt"),
    _kind(assessing.assess, "7.5", "Record how serious and how urgent it is"),
    _kind(investigating.open_investigation, "7.6", "Begin to look into the circumstances"),
    _kind(investigating.record_finding, "7.6", "Record what was found about an issue"),
    _kind(composite.answer, "7.7", "Investigate, decide and respond at once, where one may"),
    _kind(composite.settle_received, "7.7", "Settle a received complaint on the spot"),
    _kind(deciding.propose_decision, "7.7", "Propose a decision on every open issue"),
    _kind(deciding.approve_decision, "7.7", "Approve the proposed decision", roles=STAFF),
    _kind(deciding.return_decision, "7.7", "Return the decision to its author", roles=STAFF),
    _kind(remedying.offer_remedy, "7.7", "Offer a remedy outside a decision", roles=STAFF),
    _kind(remedying.revoke_remedy, "7.7", "Take a remedy back", roles=STAFF),
    _kind(
        responding.send_response,
        "7.8",
        "Send the decision to the complainant, with the recourse that remains",
    ),
    _kind(agreeing.agree_resolution, "7.9", "Record a solution that both sides agreed on"),
    _kind(agreeing.accept_decision, "7.9", "Record that the complainant accepted the answer"),
    _kind(agreeing.reject_decision, "7.9", "Record that the complainant rejected the answer"),
    _kind(
        deciding.set_aside_decision,
        "7.9",
        "Set the answer aside and begin a new round",
        roles=STAFF,
    ),
    _kind(remedying.accept_remedy, "7.9", "Record that the complainant accepted a remedy"),
    _kind(remedying.decline_remedy, "7.9", "Record that the complainant declined a remedy"),
    _kind(remedying.fulfil_remedy, "7.9", "Record that a remedy was carried out"),
    _kind(recourse.offer_recourse, "7.9", "Tell the complainant which ways remain open"),
    _kind(recourse.decline_recourse, "7.9", "Record that the complainant does not take up a way"),
    _kind(recourse.exhaust_recourse, "7.9", "Record that no way remains open"),
    _kind(closing.close, "7.9", "Close the complaint", roles=STAFF),
    _kind(agreeing.withdraw, "7.9", "Record that the complainant withdrew the complaint"),
    _kind(reopening.reopen, "7.9", "Take an ended complaint up again", roles=STAFF),
    _kind(deadlines.meet_deadline, "6.2", "Record that what was due was done"),
    _kind(deadlines.cancel_deadline, "6.2", "Take back a deadline that was set in error"),
    _kind(
        deadlines.pass_deadline,
        "6.2",
        "Let a deadline that is over be missed or lapse",
        roles=SYSTEM,
    ),
)

COMMANDS: dict[str, CommandKind] = {kind.name: kind for kind in _KINDS}
"""The commands by their names, in the order of the clauses."""
