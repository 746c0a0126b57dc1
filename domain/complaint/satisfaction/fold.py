"""What inviting to a survey, or leaving it out, changes in a complaint (8.3)."""

from domain.complaint.change import Changes
from domain.complaint.events import SurveyInvited, SurveySuppressed
from domain.complaint.state import Complaint, Survey
from domain.recorded import Recorded


def _invited(complaint: Complaint, event: SurveyInvited, _recorded: Recorded) -> Complaint:
    survey = Survey(
        survey_id=event.survey_id,
        stage=complaint.stage,
        round=complaint.round,
        expires_on=event.expires_on,
    )
    return complaint.changed(surveys={**complaint.surveys, event.survey_id: survey})


def _suppressed(complaint: Complaint, _event: SurveySuppressed, _recorded: Recorded) -> Complaint:
    return complaint.changed(unsurveyed=(complaint.stage, complaint.round))


CHANGES: Changes = {
    SurveyInvited: _invited,
    SurveySuppressed: _suppressed,
}
