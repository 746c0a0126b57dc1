"""Every fact that a complaint can hold.

Type names, field names and their meanings are storage formats: they are stored for ever. A new
optional P0 or P1 field keeps the schema; anything else is a new schema and an upcast.
"""

from domain.events.closing import (
    ComplaintClosed,
    ComplaintReopened,
    ComplaintWithdrawn,
    RecourseDeclined,
    RecourseExhausted,
    RecourseOffered,
)
from domain.events.deadlines import (
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
)
from domain.events.deciding import (
    DecisionAccepted,
    DecisionApproved,
    DecisionProposed,
    DecisionRejected,
    DecisionReturned,
    DecisionSetAside,
    ResolutionAgreed,
    ResponseSent,
)
from domain.events.investigating import (
    ComplaintAcknowledged,
    ComplaintAssessed,
    FindingRecorded,
    InvestigationOpened,
)
from domain.events.parts import (
    About,
    Contact,
    ForwardedBy,
    Issue,
    IssueFinding,
    IssueStance,
    ProposedRemedy,
    Recourse,
)
from domain.events.policies import (
    PolicyPublished,
)
from domain.events.receiving import (
    ComplaintForwarded,
    ComplaintReceived,
    KnownStateImported,
    RemedySought,
)
from domain.events.remedies import (
    RemedyAccepted,
    RemedyDeclined,
    RemedyFulfilled,
    RemedyLapsed,
    RemedyOffered,
    RemedyRevoked,
)
from domain.events.tracking import (
    CommunicationFailed,
    ComplaintAssigned,
    ComplaintUnassigned,
    ContactRecorded,
    NoteAdded,
)

ComplaintEvent = (
    ComplaintReceived
    | RemedySought
    | KnownStateImported
    | ComplaintForwarded
    | ContactRecorded
    | CommunicationFailed
    | NoteAdded
    | ComplaintAssigned
    | ComplaintUnassigned
    | DeadlineSet
    | DeadlineMet
    | DeadlineMissed
    | DeadlineLapsed
    | DeadlineCancelled
    | ComplaintAcknowledged
    | ComplaintAssessed
    | InvestigationOpened
    | FindingRecorded
    | DecisionProposed
    | DecisionApproved
    | DecisionReturned
    | ResponseSent
    | ResolutionAgreed
    | DecisionAccepted
    | DecisionRejected
    | DecisionSetAside
    | RemedyOffered
    | RemedyAccepted
    | RemedyDeclined
    | RemedyLapsed
    | RemedyRevoked
    | RemedyFulfilled
    | RecourseOffered
    | RecourseDeclined
    | RecourseExhausted
    | ComplaintClosed
    | ComplaintWithdrawn
    | ComplaintReopened
)

TYPES = {kind.TYPE: kind for kind in (*ComplaintEvent.__args__, PolicyPublished)}

__all__ = [
    "TYPES",
    "About",
    "CommunicationFailed",
    "ComplaintAcknowledged",
    "ComplaintAssessed",
    "ComplaintAssigned",
    "ComplaintClosed",
    "ComplaintEvent",
    "ComplaintForwarded",
    "ComplaintReceived",
    "ComplaintReopened",
    "ComplaintUnassigned",
    "ComplaintWithdrawn",
    "Contact",
    "ContactRecorded",
    "DeadlineCancelled",
    "DeadlineLapsed",
    "DeadlineMet",
    "DeadlineMissed",
    "DeadlineSet",
    "DecisionAccepted",
    "DecisionApproved",
    "DecisionProposed",
    "DecisionRejected",
    "DecisionReturned",
    "DecisionSetAside",
    "FindingRecorded",
    "ForwardedBy",
    "InvestigationOpened",
    "Issue",
    "IssueFinding",
    "IssueStance",
    "KnownStateImported",
    "NoteAdded",
    "PolicyPublished",
    "ProposedRemedy",
    "Recourse",
    "RecourseDeclined",
    "RecourseExhausted",
    "RecourseOffered",
    "RemedyAccepted",
    "RemedyDeclined",
    "RemedyFulfilled",
    "RemedyLapsed",
    "RemedyOffered",
    "RemedyRevoked",
    "RemedySought",
    "ResolutionAgreed",
    "ResponseSent",
]
