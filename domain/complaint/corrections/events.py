"""The event that sets the record right: what was wrong stays, and what is right is added (4.9)."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.privacy import P0, P1, P2, P3, P4
from domain.values import Code, Text


class RecordCorrected(UnderApproval):
    """An earlier event said something wrong; it stays, and this says what is right (4.9).

    wrong, right: of a field of class P0, as text; of a time RFC 9557 with its zone, a day with its
    zone, or ``unknown``. The other pairs are of a field of class P2, of P1 or P3, and of P4.
    party_id: whose field it is. staff: who was excluded in error, and is not any
    more; from_id: for the sake of that complaint, as in StaffExcluded; or, of the
    field received of what absorbed it, which complaint's receipt was corrected. Of that field of
    who joined with a merged complaint: the right receipt of the one that was theirs.
    """

    TYPE: ClassVar[str] = "RecordCorrected"

    target_event_id: Annotated[UUID, P0]
    field: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
    approved_by: Annotated[UUID, P1]
    wrong: Annotated[str | None, P0] = None
    right: Annotated[str | None, P0] = None
    party_id: Annotated[UUID | None, P0] = None
    staff: Annotated[UUID | None, P1] = None
    from_id: Annotated[UUID | None, P0] = None
    wrong_identity: Annotated[Text | None, P2] = None
    right_identity: Annotated[Text | None, P2] = None
    wrong_text: Annotated[Text | None, P3] = None
    right_text: Annotated[Text | None, P3] = None
    wrong_special: Annotated[Text | None, P4] = None
    right_special: Annotated[Text | None, P4] = None

    def told_elsewhere(self, **said: object) -> Self:
        """The same there, where a correction names its approver too."""
        return super().told_elsewhere(approved_by=self.approved_by, **said)
