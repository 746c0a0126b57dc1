"""8.3 Satisfaction: who is asked how the handling was, and who is not (ISO 10004)."""

from typing import Annotated

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import SurveyInvited, SurveySuppressed
from domain.errors import Refusal
from domain.roles import MANAGEMENT, SYSTEM
from domain.values import Code, Day


class NotYetToBeAsked(Refusal, code="NotYetToBeAsked"):
    """Nobody can say how the handling was while it goes on."""

    clause = "8.3"
    rule = "the complainant is asked once there is a response, or the complaint has ended"
    instead = "ask when it is answered; of a merged one ask about the complaint it went into"


class AskedBefore(Refusal, code="AskedBefore"):
    """A second invitation about the same answer."""

    clause = "8.3"
    rule = "there is one invitation for each attempt at an answer"
    instead = "wait for the answer to the one that was sent"


class NotToBeAsked(Refusal, code="NotToBeAsked"):
    """It was decided that nobody is asked about this answer."""

    clause = "8.3"
    rule = "nobody is asked about this answer"
    instead = "leave the complaint out of the sample; the ground is in its history"


class InviteSurvey(Act):
    """A party is asked how the handling was."""

    questionnaire_version: Annotated[int, Field(ge=1)]
    method_code: Annotated[Code, Field(description="How they are asked, such as email")]
    sample_frame_id: Annotated[Code, Field(description="The sample that the complaint is of")]
    expires_on: Annotated[Day | None, Field(description="The last day for an answer")] = None


class SuppressSurvey(Act):
    """Nobody is asked about this answer."""

    ground_code: Annotated[Code, Field(description="Such as bereaved or no_contact_wished")]


def _may_survey(draft: Draft) -> None:
    """Whoever looks after quality or the sample draws, so that no handler chooses who is asked.

    Raises NotReceived, NotTheirRole, NotYetToBeAsked, AskedBefore, NotToBeAsked.
    """
    complaint = draft.complaint
    check_role(draft, "management_representative", "system")
    has_been_handled = complaint.state == "RESPONDED" or not complaint.is_open
    if not has_been_handled or complaint.state == "MERGED":
        raise NotYetToBeAsked(complaint=complaint.reference, state=complaint.state)
    attempt = (complaint.stage, complaint.round)
    if any((each.stage, each.round) == attempt for each in complaint.surveys.values()):
        raise AskedBefore(stage=complaint.stage, round=complaint.round)
    if complaint.unsurveyed == attempt:
        raise NotToBeAsked(stage=complaint.stage, round=complaint.round)


def _invite_survey(draft: Draft, command: InviteSurvey) -> None:
    invited = SurveyInvited(
        survey_id=draft.new_id("survey"),
        questionnaire_version=command.questionnaire_version,
        method_code=command.method_code,
        sample_frame_id=command.sample_frame_id,
        expires_on=command.expires_on,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(invited, of=command)


def _suppress_survey(draft: Draft, command: SuppressSurvey) -> None:
    suppressed = SurveySuppressed(
        ground_code=command.ground_code, settles_event_ids=command.settles_event_ids or None
    )
    draft.add(suppressed, of=command)


invite_survey = Decider(
    "invite_survey",
    InviteSurvey,
    _invite_survey,
    clause="8.3",
    summary="Invite a party to say how the handling was",
    roles=MANAGEMENT | SYSTEM,
    may=_may_survey,
)
"""Ask how the handling was, once for each answer (8.3; invariant 21)."""

suppress_survey = Decider(
    "suppress_survey",
    SuppressSurvey,
    _suppress_survey,
    clause="8.3",
    summary="Leave the complaint out of the surveys, with a ground",
    roles=MANAGEMENT | SYSTEM,
    may=_may_survey,
)
"""Leave the complaint out of the sample, and say why (8.3)."""
