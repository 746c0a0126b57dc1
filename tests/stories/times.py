"""Stories of dates: late entries, two receipt times, clocks that run on, corrections."""

from tests.stories.people import ADA, APPROVER, BY_PHONE, OMBUDSMAN
from tests.stories.registry import story
from tests.stories.steps import answer, carry_out
from tests.stories.telling import World


@story("Acknowledged in time, entered late")
def entered_late(world: World) -> None:
    """The clock found nothing and said "missed"; the letter book shows it was sent. The miss is
    voided by the proof, and both stay visible (6.2, 7.4)."""
    told = world.begin("receive", narrative="The bill is wrong", complainant=ADA)
    world.wait(days=4)
    assert told.due("acknowledgement").startswith("missed")
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    told.do(
        "acknowledge",
        occurred={"on": "2026-03-03", "zone": "Europe/London"},
        entered_from=told.event("NoteAdded"),
    )
    assert told.due("acknowledgement").startswith("met")


@story("Came through a processor: two receipt times")
def two_receipts(world: World) -> None:
    """A comparison site had it for a week before it sent it on. Both days are kept; ours starts
    our clocks (7.2)."""
    told = world.begin(
        "receive",
        narrative="The bill is wrong",
        complainant=ADA,
        channel_code="referral",
        forwarded_by={
            "body_code": "comparison_site",
            "first_received": {"on": "2026-02-23", "zone": "Europe/London"},
        },
        occurred={"on": "2026-03-02", "zone": "Europe/London"},
    )
    assert told.due("response") == "running 2026-03-30"


@story("The receipt date was wrong")
def receipt_corrected(world: World) -> None:
    """The envelope turns up: the receipt was earlier. Nothing is edited: a correction says what is
    right, and what counts from the receipt is set anew from the right day, in the place of what was
    set before (4.9, 6.2)."""
    told = world.begin("receive", narrative="The bill is wrong", complainant=ADA)
    told.approved(
        "correct_record",
        by=APPROVER,
        target_event_id=told.event("ComplaintReceived"),
        field="occurred",
        ground_code="postmark",
        right="2026-02-26",
    )
    assert told.due("response") == "running 2026-03-26"
    assert told.complaint.received.day is not None
    assert told.complaint.received.day.isoformat() == "2026-02-26"


@story("The product is known only later", policy="uk_fca_disp")
def product_known_later(world: World) -> None:
    """A complaint about a payment is received as one about anything: eight weeks. Once the product
    is known, the shorter clock counts from the receipt, and with a holding reply it is extended by
    its own rule, never by that of another clock (6.2, 7.2)."""
    told = world.begin("log", narrative="The money never arrived", complainant=ADA)
    assert told.due("response") == "running 2026-04-27"
    told.do("record_product", product_code="payment_services")
    assert told.due("response") == "running 2026-03-23"
    told.do("send_update", kind="holding", channel_code="email")
    response = next(
        one
        for one in told.complaint.deadlines.values()
        if one.fact.kind == "response" and one.status == "running"
    )
    told.do(
        "extend_deadline",
        deadline_id=response.fact.deadline_id,
        ground_code="bank_abroad",
        notice_event_id=told.event("UpdateSent"),
    )
    moved = told.complaint.deadlines[response.fact.deadline_id]
    assert moved.due_on.isoformat() == "2026-04-22"


@story("A police case: work stops, the clock does not")
def police_case(world: World) -> None:
    """Nothing may be looked into meanwhile; what is due stays due, is missed and is escalated,
    because the policy pauses no clock for it (7.3, 6.2)."""
    told = world.begin("log", narrative="Money is missing", complainant=ADA)
    told.do("suspend_handling", ground_code="police_investigation")
    assert told.refuses("open_investigation") == "IsSuspended"
    world.wait(days=40)
    assert told.due("response").startswith("missed")
    told.do("send_update", kind="holding", recourse=OMBUDSMAN)
    told.do("resume_handling", ground_code="police_case_closed")
    answer(told)


@story("The category is corrected after closing")
def category_corrected(world: World) -> None:
    """Trends correct themselves: the figure moves, the history stays (8.1)."""
    told = world.begin(
        "log", narrative="Broken", complainant=ADA, issues=[{"category_code": "delay"}]
    )
    answer(told)
    told.do("accept_decision", **BY_PHONE)
    carry_out(told)
    told.do("close", basis_code="accepted_and_carried_out")
    (issue,) = told.complaint.issues
    told.do("reclassify_issue", issue_id=issue, category_code="defective", ground_code="was_wrong")
    assert told.complaint.issues[issue].told.category_code == "defective"
    assert told.state == "CLOSED"
