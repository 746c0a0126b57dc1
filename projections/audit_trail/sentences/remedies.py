"""Sentences for what was offered to put things right (7.7, 7.9)."""

from projections.audit_trail.sentences.authority import APPROVED

SENTENCES = {
    "RemedyAccepted": "Remedy {remedy_id} accepted: {kind_code}.",
    "RemedyDeclined": "Remedy {remedy_id} declined: {kind_code}.",
    "RemedyFailed": "Remedy {remedy_id} not delivered: {kind_code}, "
    "because {ground_code}; it stays owed.",
    "RemedyFulfilled": "Remedy {remedy_id} carried out[?is_partial:  in part]: "
    "{kind_code}[ of {money}][, to {payee_party_id}].",
    "RemedyLapsed": "Remedy {remedy_id} lapsed: {kind_code}.",
    "RemedyOffered": "Remedy {remedy_id} offered: {kind_code}[ of {money}][, due on "
    "{due_on}] ({source_code}).",
    "RemedyRevoked": "Remedy {remedy_id} revoked: {kind_code}[, because {ground_code}]" + APPROVED,
}
