"""Every type of event that a record can hold, by its stored name."""

from domain.complaint.events import COMPLAINT_EVENTS
from domain.event import DomainEvent
from domain.policy.events import (
    CalendarPublished,
    PolicyAdopted,
    PolicyEvent,
    PolicyPublished,
    TaxonomyPublished,
)

POLICY_EVENTS: tuple[type[PolicyEvent], ...] = (
    PolicyPublished,
    CalendarPublished,
    TaxonomyPublished,
    PolicyAdopted,
)
TYPES: dict[str, type[DomainEvent]] = {
    kind.TYPE: kind for kind in (*COMPLAINT_EVENTS, *POLICY_EVENTS)
}
