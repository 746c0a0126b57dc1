"""Sentences for what was offered to put things right (7.7, 7.9)."""

SENTENCES = {
    "RemedyAccepted": "Remedy accepted: {kind_code}.",
    "RemedyDeclined": "Remedy declined: {kind_code}.",
    "RemedyFailed": "Remedy not delivered: {kind_code}, because {ground_code}; it stays owed.",
    "RemedyFulfilled": "Remedy carried out[?is_partial:  in part]: {kind_code}[ of {money}].",
    "RemedyLapsed": "Remedy lapsed: {kind_code}.",
    "RemedyOffered": "Remedy offered: {kind_code}[ of {money}][, due on {due_on}] ({source_code}).",
    "RemedyRevoked": "Remedy revoked: {kind_code}[, because {ground_code}].",
}
