"""Stories of who complains, who acts for them, and who may not act."""

from uuid import UUID

from tests.stories.people import (
    ADA,
    ADVICE,
    BY_LETTER,
    BY_PHONE,
    COLLEAGUE,
    GRACE,
    HANDLER,
    MANAGEMENT,
    OMBUDSMAN,
)
from tests.stories.registry import story
from tests.stories.steps import answer, decide
from tests.stories.telling import Told, World


def complainant(told: Told) -> UUID:
    """The one who complained."""
    assert told.complaint.party_id is not None
    return told.complaint.party_id


@story("The representative resigns")
def resigned(world: World) -> None:
    """Letters go to the complainant again, and what the former representative says is recorded
    but decides nothing (invariant 5)."""
    told = world.begin("log", narrative="For my client", complainant=ADA)
    told.do(
        "authorise_representative",
        contact=ADVICE,
        authority_basis_code="letter_of_authority",
    )
    (acting,) = told.complaint.representations
    answer(told)
    told.do("end_representation", ground_code="resigned")
    told.do("accept_decision", party_id=acting.representative_party_id, **BY_PHONE)
    assert (told.state, told.complaint.needs_decision) == ("RESPONDED", True)
    (awaiting,) = told.complaint.undecided
    told.do("add_note", note="Asked the complainant herself", settles_event_ids=[awaiting])
    told.do("accept_decision", **BY_LETTER)
    assert told.is_in("ACCEPTED")


@story("A parent without a document")
def parent(world: World) -> None:
    """Nobody is sent away for want of a proof: the complaint is received and worked on; content
    goes to nobody without authority (invariants 4 and 5)."""
    told = world.begin(
        "log",
        narrative="My son was left at the stop",
        complainant={"name": "A boy"},
        submitted_by="representative",
    )
    told.do("authorise_representative", contact=GRACE, authority_basis_code="parental_asserted")
    told.do("request_information", from_kind="representative", question="A birth certificate?")
    told.do("end_representation", ground_code="refused")
    (acting,) = told.complaint.representations
    refused = told.refuses(
        "send_update", kind="progress", to_party_id=acting.representative_party_id
    )
    assert refused == "WithoutAuthority"
    told.do("authorise_representative", contact=GRACE, authority_basis_code="parent")
    told.do("send_update", kind="progress")


@story("Joint holders, one accepts")
def joint_holders(world: World) -> None:
    """An answer to two is accepted when both have accepted it (7.9)."""
    told = world.begin("log", narrative="Our account", complainant=ADA)
    told.do("join_complainant", complainant=GRACE, must_agree=True)
    answer(told)
    told.do("accept_decision", **BY_PHONE)
    assert told.is_in("RESPONDED")
    other = list(told.complaint.parties)[1]
    told.do("accept_decision", party_id=other, **BY_LETTER)
    assert told.is_in("ACCEPTED")


@story("The complainant dies")
def dies(world: World) -> None:
    """The complaint does not die with them: whoever inherits takes their place (7.2)."""
    told = world.begin("log", narrative="My pension", complainant=ADA)
    rang = {"purpose_code": "new_information", "summary": "Her daughter rang"}
    told.do("record_contact", by=COLLEAGUE, **rang)
    told.do("suspend_handling", ground_code="complainant_died")
    assert told.refuses("open_investigation") == "IsSuspended"
    told.do(
        "substitute_complainant",
        old_party_id=complainant(told),
        complainant=GRACE,
        basis="Grant of probate",
        entered_from=told.event("ContactRecorded"),
    )
    told.do("resume_handling")
    answer(told)
    new = list(told.complaint.parties)[-1]
    told.do("accept_decision", party_id=new, **BY_LETTER)
    assert told.is_in("ACCEPTED")


@story("Anonymous, without an address")
def anonymous(world: World) -> None:
    """It is handled like any other; that nobody can be told is recorded, and it may close at once
    (4.5, 7.3, 7.8)."""
    told = world.begin("log", narrative="The stairs are dark")
    told.do(
        "report_impossible_communication", purpose_code="acknowledgement", ground_code="anonymous"
    )
    decide(told)
    told.do("report_impossible_communication", purpose_code="response", ground_code="anonymous")
    assert told.is_in("RESPONDED")
    told.do("close", basis_code="no_reply")


@story("About the handler")
def about_the_handler(world: World) -> None:
    """Whoever is complained about does not handle it: they are excluded, the assignment falls,
    and somebody else takes over (4.7, Annex D)."""
    told = world.begin("log", narrative="He shouted at me", complainant=ADA, by=COLLEAGUE)
    told.do("assign", handler=HANDLER.id, by=COLLEAGUE)
    told.do("exclude_staff", staff=HANDLER.id, ground_code="complained_about", by=MANAGEMENT)
    assert told.complaint.handler is None
    assert told.refuses("add_note", note="It was not so") == "NotFound"
    told.do("inform_subject_person", content_code="complaint", person="The clerk", by=COLLEAGUE)
    told.do("record_subject_response", statement="I did not shout", by=COLLEAGUE)
    told.do("assign", by=COLLEAGUE)


@story("About the handler, in a one-person firm", policy="small_organisation")
def one_person(world: World) -> None:
    """There is nobody else: that is said, a safeguard is named, and recourse outside was offered
    with the acknowledgement (4.7; invariant 7)."""
    told = world.begin("receive", narrative="You were rude", complainant=ADA)
    told.do("acknowledge", recourse=OMBUDSMAN)
    told.do("exclude_staff", staff=HANDLER.id, ground_code="complained_about")
    assert told.refuses("assess", severity_code="low", is_safety=False) == "NotFound"
    told.do(
        "accept_exclusion",
        staff=HANDLER.id,
        ground_code="no_one_else",
        safeguard_code="recourse_outside_offered",
    )
    told.do("assess", severity_code="low", is_safety=False)


@story("By telephone, in another language, a matter of safety")
def by_telephone(world: World) -> None:
    """An interpreter, the language of the reply, what was done at once; safety makes it urgent
    and top management is told (4.5, 7.5, 5.4.1)."""
    told = world.begin(
        "receive",
        narrative="Der Herd brennt",
        complainant=ADA,
        channel_code="phone",
        received_language="de",
        reply_language="de",
        interpreter_used=True,
        access_needs=["hard of hearing"],
    )
    told.do("take_immediate_action", action_code="gas_shut_off", description="Engineer sent")
    told.do("acknowledge", channel_code="phone")
    told.do("assess", severity_code="critical", is_safety=True)
    assert told.due("top_management_notice").startswith("running")
    told.do(
        "notify_party", audience_code="top_management", ground_code="safety", channel_code="phone"
    )
    assert told.due("top_management_notice").startswith("met")
    assert told.complaint.assessment is not None
    assert told.complaint.assessment.priority_code == "urgent"
