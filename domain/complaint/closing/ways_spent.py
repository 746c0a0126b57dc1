"""7.9 A way that remains open is open to each of several, until it is spent for each of them."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from domain.complaint.closing.state import RecourseKind
from domain.complaint.state import Complaint


def with_spent(
    complaint: Complaint, people: Collection[UUID], kinds: Collection[RecourseKind]
) -> Complaint:
    """The complaint in which these people have turned these ways down, or used them up.

    A way is spent once it is so for everybody who must agree and has not.
    """
    recourse = complaint.recourse
    said = recourse.declined_by | {(one, kind) for one in people for kind in kinds}
    of_all = {kind for kind in kinds if all((one, kind) in said for one in complaint.to_agree)}
    declined = recourse.declined | of_all
    return complaint.changed(recourse=replace(recourse, declined=declined, declined_by=said))
