"""What is said of every event: a pattern for each type, by the part of the work it is of."""

from projections._kit.sentences import (
    actions,
    approving,
    closing,
    deadlines,
    deciding,
    documents,
    external,
    investigating,
    linking,
    parties,
    receiving,
    records,
    remedies,
    scope,
    tracking,
)

SENTENCES: dict[str, str] = {
    **receiving.SENTENCES,
    **parties.SENTENCES,
    **documents.SENTENCES,
    **scope.SENTENCES,
    **tracking.SENTENCES,
    **deadlines.SENTENCES,
    **investigating.SENTENCES,
    **deciding.SENTENCES,
    **remedies.SENTENCES,
    **external.SENTENCES,
    **actions.SENTENCES,
    **closing.SENTENCES,
    **linking.SENTENCES,
    **records.SENTENCES,
    **approving.SENTENCES,
}
"""For each type of event the pattern of its sentence (projections/_kit/speaking.py)."""
