"""How each fact changes what is known of a complaint: one function for each type of event."""

from domain.evolving import answering, deadlines, ending, investigating, receiving, remedies
from domain.evolving.change import Changes

CHANGES: Changes = {
    **receiving.CHANGES,
    **investigating.CHANGES,
    **answering.CHANGES,
    **remedies.CHANGES,
    **deadlines.CHANGES,
    **ending.CHANGES,
}
"""What each event does; a house test holds it complete."""

__all__ = ["CHANGES"]
