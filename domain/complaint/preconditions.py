"""Whether there is such a complaint, and whether it still goes on."""

from domain.complaint.state import Complaint
from domain.errors import Refusal


class NotReceived(Refusal, code="NotReceived"):
    """Something was asked of a complaint that does not exist."""

    clause = "7.2"
    rule = "there is no complaint yet"
    instead = "receive it first"


class ReceivedAlready(Refusal, code="ReceivedAlready"):
    """A receipt was entered for a complaint that exists."""

    clause = "7.2"
    rule = "the complaint was received before"
    instead = "a new complaint gets an id of its own"


class HasEnded(Refusal, code="HasEnded"):
    """Work on a complaint that has ended."""

    clause = "7.9"
    rule = "the complaint has ended"
    instead = "reopen it with a ground first"

    def __init__(self, **values: object) -> None:
        elsewhere = "act on the complaint that it was merged into, or unmerge it"
        super().__init__(instead=elsewhere if values.get("state") == "MERGED" else None, **values)

    @classmethod
    def of(cls, complaint: Complaint) -> "HasEnded":
        """The refusal; of what was merged it names the complaint that it goes on in."""
        into = {"into": complaint.merged_reference} if complaint.merged_reference else {}
        return cls(complaint=complaint.reference, state=complaint.state, **into)


class NoSuchComplaint(Refusal, code="NoSuchComplaint"):
    """Another complaint was named that the record does not have."""

    clause = "7.3"
    rule = "there is no such other complaint"
    instead = "name one by its id; find it by its reference or in the queue"
