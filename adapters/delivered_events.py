"""Deliveries become events to apply: each decoded once, whichever feed brought it."""

import re
from uuid import UUID

from adapters.event_json import Unreadable, recorded
from adapters.feed import Delivery
from adapters.octets import NIL, leaf
from projections._kit.applied import Applied, Arrived

# In canonical JSON these two fields of the envelope are neighbours, and no payload has both.
STREAM = re.compile(rb'"stream_id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})","stream_kind"')
LONGEST_REASON = 500


def arrived(delivery: Delivery) -> Arrived:
    """The event in a delivery; or the trouble with it, where it is no event that we can read.

    Octets that do not even tell whose event it was belong to the nil complaint.
    """
    applied, trouble = None, None
    try:
        event = recorded(delivery.public, delivery.position)
        applied = Applied(event, delivery.public, leaf(delivery.public), delivery.position)
    except Unreadable as error:
        trouble = str(error)[:LONGEST_REASON]
    return Arrived(
        slice=delivery.slice,
        position=delivery.position,
        prevposition=delivery.prevposition,
        stream_id=applied.recorded.stream_id if applied else _stream_id(delivery.public),
        applied=applied,
        trouble=trouble,
        offset=delivery.offset,
    )


def _stream_id(octets: bytes) -> UUID:
    found = STREAM.search(octets)
    return UUID(found[1].decode()) if found else NIL
