"""The walk "Add a command": each file of it, and which test sees that it was forgotten."""

from tests.docs.walks import Step

TOPIC = "domain/complaint/satisfaction/"
COMMANDS = "tests/unit/domain/test_commands.py::"
EXAMPLE = "tests/golden/events/ComplimentRecorded.v1.json"
OWN_TEST = "tests/unit/domain/satisfaction/test_complimenting.py"

EVENT = '''

class ComplimentRecorded(DomainEvent):
    """A compliment came with the complaint (8.3)."""

    TYPE: ClassVar[str] = "ComplimentRecorded"

    subject_code: Annotated[Code, P0]
'''
CHANGE = """
def _complimented(
    complaint: Complaint, _event: ComplimentRecorded, _recorded: Recorded
) -> Complaint:
    return complaint


"""
ACT = '''"""8.3 Compliments that come with a complaint."""

from domain.complaint.acts import Act
from domain.complaint.events import ComplimentRecorded
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.errors import Refusal
from domain.values import Code


class NothingToPraise(Refusal, code="NothingToPraise"):
    """A compliment with a complaint that went elsewhere."""

    clause = "8.3"
    rule = "a compliment is recorded where its complaint is handled"
    instead = "record it in the complaint that this one was merged into"


class RecordCompliment(Act):
    """Something was praised, too."""

    subject_code: Code


def _may_record_compliment(draft: Draft) -> None:
    if draft.complaint.state == "MERGED":
        raise NothingToPraise(complaint=draft.complaint.reference)


def _record_compliment(draft: Draft, command: RecordCompliment) -> None:
    draft.add(ComplimentRecorded(subject_code=command.subject_code), of=command)


record_compliment = Decider(
    "record_compliment",
    RecordCompliment,
    _record_compliment,
    clause="8.3",
    summary="Record a compliment that came with the complaint",
    may=_may_record_compliment,
)
'''
TEST = '''"""8.3: a compliment comes along."""

from domain.complaint.events import ComplimentRecorded
from tests.support.story import Story


def test_a_compliment_is_recorded() -> None:
    story = Story()
    story.do("receive", narrative="Late, but kind.", complainant={"name": "Ada"})
    (fact,) = story.do("record_compliment", subject_code="staff")
    assert fact.event == ComplimentRecorded(subject_code="staff")
'''
IMPORT = "from domain.complaint.satisfaction.events import "
BODY = '    "record_compliment": always({"subject_code": "staff"}),\n'
PRAISE = '    "ComplimentRecorded": "Praise came along, for {subject_code}.",\n'

STEPS = [
    Step(TOPIC + "events.py", EVENT),
    Step(
        "domain/complaint/events.py",
        IMPORT + "ComplimentRecorded\n",
        before=IMPORT,
        caught_by="domain.registry",
    ),
    Step(
        TOPIC + "fold.py",
        "from domain.complaint.events import ComplimentRecorded\n",
        before="from domain.complaint.state",
    ),
    Step(TOPIC + "fold.py", CHANGE, before="CHANGES: Changes"),
    Step(
        TOPIC + "fold.py",
        "    ComplimentRecorded: _complimented,\n",
        before="    SurveyInvited: _invited",
        caught_by=COMMANDS + "test_every_event_of_a_complaint_is_evolved",
    ),
    Step(
        TOPIC + "complimenting.py",
        ACT,
        caught_by=COMMANDS + "test_every_event_is_yielded_by_some_decision",
        takes_along=("domain/complaint/deciders.py",),
    ),
    Step(
        "domain/complaint/deciders.py",
        "from domain.complaint.satisfaction import complimenting\n",
        before="from domain.complaint.satisfaction",
    ),
    Step(
        "domain/complaint/deciders.py",
        "    complimenting.record_compliment,\n",
        before="    approving.grant_approval",
        caught_by=COMMANDS + "test_every_decider_is_listed",
    ),
    Step(
        "tests/golden/refusals.txt",
        "NothingToPraise\n",
        before="NothingToRecount\n",
        caught_by="tests/golden/test_golden_refusals.py::"
        "test_every_code_ever_given_is_known_and_a_new_one_is_written_down",
    ),
    Step(
        "projections/audit_trail/sentences/tracking.py",
        PRAISE,
        before="}\n",
        caught_by="tests/house/test_projections.py::test_there_is_no_sentence_for_what_is_no_event",
    ),
    Step(
        "tests/support/asking/records.py",
        BODY,
        before='    "invite_survey"',
        caught_by="tests/property/test_histories.py::test_every_command_has_bodies",
    ),
    Step(
        EXAMPLE,
        "{}",
        caught_by="tests/golden/test_golden_events.py::test_every_type_has_its_stored_example",
    ),
    Step(
        "docs/lifecycle.md",
        "\n| `record_compliment` |\n",
        caught_by="tests/docs/test_lifecycle.py::test_every_command_is_listed",
    ),
    Step(OWN_TEST, TEST),
]
