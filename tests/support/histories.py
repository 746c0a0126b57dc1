"""Histories of complaints for tests of projections: facts in order, told as a feed tells them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from adapters import event_json, octets
from adapters.delivered_events import arrived
from adapters.feed import Delivery
from domain.complaint import events as e
from domain.complaint.lifecycle import State
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import Actor, When
from projections._kit.applied import Arrived

NAMES = UUID("8d1f5a0e-02a5-5f0d-8b8e-6a5f6a2f7c01")
LOG = uuid5(NAMES, "log")
T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AFTERWARDS = T0 + timedelta(days=90)
"""When everything that is told here had happened."""
LONDON = "Europe/London"
STAFF = Actor(kind="staff", id=uuid5(NAMES, "staff"), role="handler", unit="north")


def named(name: str) -> UUID:
    """The same id for the same name, in every run."""
    return uuid5(NAMES, name)


COMPLAINTS = tuple(named(f"complaint {number}") for number in range(2, 7))
ISSUE = named("issue")


def on(day: int) -> When:
    """A day in March 2026, counted from the 2nd."""
    return When(on=date(2026, 3, 2) + timedelta(days=day), zone=LONDON)


def received(**changed: Any) -> e.ComplaintReceived:
    """A receipt with one issue."""
    issue = e.Issue(
        issue_id=ISSUE,
        issue_no=1,
        category_code="delivery",
        taxonomy_version=1,
        product_code="parcel",
    )
    given: dict[str, Any] = {
        "reference": "C-0000000000",
        "channel_code": "web",
        "legal_entity": "main",
        "complainant_kind": "person",
        "submitted_by": "complainant",
        "contact_class": "complaint",
        "subject_kind": "service",
        "issues": (issue,),
    }
    return e.ComplaintReceived(**{**given, **changed})


@dataclass
class Telling:
    """A record being told: each event gets its place, its octets and its delivery.

    skipped: positions that other streams take before the next event. begins: when the record
    begins; what is told of later days lies in its future.
    """

    log_id: UUID = LOG
    begins: datetime = T0
    deliveries: list[Delivery] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    skipped: int = 0
    _last: dict[int, int] = field(default_factory=dict)
    _streams: dict[UUID, tuple[int, str]] = field(default_factory=dict)

    def tell(
        self,
        event: DomainEvent,
        state: State,
        *,
        of: UUID = COMPLAINTS[0],
        occurred: When | None = None,
        actor: Actor = STAFF,
    ) -> Recorded:
        """Record one more event of a complaint, which is in this state after it."""
        version, prev = self._streams.get(of, (0, octets.seed("complaint", of).hex()))
        position = (self.recorded[-1].position or 0 if self.recorded else 0) + 1 + self.skipped
        one = Recorded(
            event=event,
            event_id=named(f"event {position}"),
            stream_kind="complaint",
            stream_id=of,
            version=version + 1,
            occurred=occurred or on(position),
            recorded_at=self.begins + timedelta(minutes=position),
            actor=actor,
            command_id=named(f"command {position}"),
            correlation_id=named(f"command {position}"),
            prev=prev,
            state=state,
            position=position,
        )
        public = event_json.public(one)
        self._streams[of] = (version + 1, octets.leaf(public).hex())
        self._deliver(position, octets.slice_of(of), public)
        self.recorded.append(one)
        return one

    def garbage(self, octets_: bytes, *, of: UUID = COMPLAINTS[0]) -> None:
        """Something at the next position that is no event; it bears the complaint's id."""
        position = (self.recorded[-1].position or 0) + 1
        version, prev = self._streams[of]
        self._streams[of] = (version + 1, prev)
        unreadable = b'"stream_id":"%s","stream_kind"' % str(of).encode() + octets_
        self._deliver(position, octets.slice_of(of), unreadable)
        last = self.recorded[-1]
        self.recorded.append(last.changed(position=position, version=version + 1, stream_id=of))

    def _deliver(self, position: int, slice_: int, public: bytes) -> None:
        before = self._last.get(slice_, 0)
        self.deliveries.append(
            Delivery(self.log_id, slice_, position, before, public, offset=position * 2)
        )
        self._last[slice_] = position

    @property
    def arrived(self) -> list[Arrived]:
        """All of it as a feed brings it."""
        return [arrived(delivery) for delivery in self.deliveries]

    def version_of(self, complaint_id: UUID) -> int:
        """How many events of a complaint were told."""
        return self._streams[complaint_id][0]

    def history(self, stream_id: UUID, upto: int) -> list[Arrived]:
        """One complaint as the store has it (adapters.views.History)."""
        return [a for a in self.arrived if a.stream_id == stream_id and a.position <= upto]


def deadline_set(
    deadline_id: UUID,
    *,
    kind: str = "response",
    party: str = "organisation",
    day: int = 10,
    replaces: UUID | None = None,
) -> e.DeadlineSet:
    """A due date so many days after T0."""
    return e.DeadlineSet.model_validate(
        {
            "deadline_id": deadline_id,
            "kind": kind,
            "party": party,
            "policy_id": "standard",
            "policy_version": 1,
            "rule_id": "r1",
            "calendar_id": "plain",
            "calendar_version": 1,
            "zone": LONDON,
            "start_event_id": named("start"),
            "starts": on(0),
            "due_on": (T0 + timedelta(days=day)).date(),
            "due_at": T0 + timedelta(days=day),
            "replaces": replaces,
        }
    )


ACCEPTED = e.DecisionAccepted(means_code="phone")
REJECTED = e.DecisionRejected(means_code="phone", issue_ids=(ISSUE,))
REOPENED = e.ComplaintReopened(
    ground_code="closed_in_error",
    reopen_no=1,
    issue_ids=(ISSUE,),
    from_state="CLOSED",
    resumes_in_state="ASSESSED",
)
WITHDRAWN = e.ComplaintWithdrawn(
    means_code="phone", ground_code="solved", is_continued_internally=False
)
CLOSED = e.ComplaintClosed(basis_code="accepted_and_carried_out")
AGREED = e.ResolutionAgreed(
    agreement_id=named("agreement"),
    stage=1,
    round=1,
    issues=(e.IssueFinding(issue_id=ISSUE, issue_no=1, finding_code="resolved_without_finding"),),
    means_code="phone",
)
FORWARDED = e.ComplaintForwarded(
    to_kind="respondent", body_code="acme", issue_ids=(ISSUE,), ground_code="procedure"
)
