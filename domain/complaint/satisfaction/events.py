"""The events of asking complainants how the handling was (8.3, ISO 10004)."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.event import DomainEvent
from domain.privacy import P0
from domain.values import Code


class SurveyInvited(DomainEvent):
    """A party was invited to say how the handling was (8.3; ISO 10004)."""

    TYPE: ClassVar[str] = "SurveyInvited"

    survey_id: Annotated[UUID, P0]
    questionnaire_version: Annotated[int, P0, Field(ge=1)]
    method_code: Annotated[Code, P0]
    sample_frame_id: Annotated[Code, P0]
    expires_on: Annotated[date | None, P0] = None


class SurveySuppressed(DomainEvent):
    """Nobody is invited, and why (8.3; ISO 10004)."""

    TYPE: ClassVar[str] = "SurveySuppressed"

    ground_code: Annotated[Code, P0]
