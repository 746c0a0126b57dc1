"""How each fact changes what is known of a complaint: one function for each type of event."""

from domain.evolving import (
    actions,
    answering,
    approving,
    contact,
    deadlines,
    documents,
    ending,
    external,
    inquiring,
    investigating,
    linking,
    parties,
    receiving,
    records,
    remedies,
    scope,
)
from domain.evolving.change import Changes

CHANGES: Changes = {
    **receiving.CHANGES,
    **parties.CHANGES,
    **contact.CHANGES,
    **scope.CHANGES,
    **investigating.CHANGES,
    **inquiring.CHANGES,
    **answering.CHANGES,
    **remedies.CHANGES,
    **external.CHANGES,
    **actions.CHANGES,
    **deadlines.CHANGES,
    **ending.CHANGES,
    **linking.CHANGES,
    **documents.CHANGES,
    **records.CHANGES,
    **approving.CHANGES,
}
"""What each event does; a house test holds it complete."""

__all__ = ["CHANGES"]
