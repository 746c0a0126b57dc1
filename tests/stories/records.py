"""Stories of the record itself: holds, erasure, what came from elsewhere."""

from tests.stories.people import (
    ADA,
    APPROVER,
    BY_PHONE,
    PRIVACY_OFFICER,
)
from tests.stories.registry import story
from tests.stories.steps import answer
from tests.stories.telling import World


@story("A legal hold, and a request to erase")
def hold_and_erasure(world: World) -> None:
    """While a court may ask for it nothing is erased; when the hold is gone, the request that
    waited is approved by somebody else (4.10, invariant 19)."""
    told = world.begin("log", narrative="My injury", complainant=ADA)
    answer(told)
    told.do("accept_decision", **BY_PHONE)
    told.do("close", basis_code="accepted_and_carried_out")
    told.do("place_hold", ground_code="litigation", by=PRIVACY_OFFICER)
    told.do(
        "request_erasure",
        class_codes=["P2", "P3", "P4"],
        legal_basis_code="right_to_erasure",
        by=PRIVACY_OFFICER,
    )
    (request,) = told.complaint.erasures
    (hold,) = told.complaint.holds
    refused = told.refuses("approve_erasure", request_id=request, by=APPROVER)
    assert refused == "UnderLegalHold"
    told.do("defer_erasure", request_id=request, ground_code="legal_hold", by=PRIVACY_OFFICER)
    world.wait(days=200)
    told.do("release_hold", hold_id=hold, ground_code="case_decided", by=PRIVACY_OFFICER)
    told.do("approve_erasure", request_id=request, by=APPROVER)
    assert told.complaint.erasures[request].status == "approved"


@story("An imported row: closed, undated, disputed")
def imported(world: World) -> None:
    """What a source says is recorded and nothing is invented: closed, though nobody knows when,
    and disputed, though nobody knows why (7.2)."""
    told = world.import_row(known_state="CLOSED", is_disputed=True)
    assert told.is_in("CLOSED")
    assert told.complaint.is_import
    told.do("reopen", ground_code="complainant_dissatisfied", by=APPROVER)
    assert told.is_in("DISPUTED")
