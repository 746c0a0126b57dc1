"""7.2 Documents: attached by reference in any state; their content lies outside the record."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import check_not_in_the_future
from domain.complaint.decider import Decider
from domain.complaint.documents.events import Charset, MediaType, Sha256, Supplier
from domain.complaint.draft import Draft
from domain.complaint.events import DocumentAttached, NoteAdded
from domain.complaint.parties.access import party_meant
from domain.complaint.parties.addressing import check_known
from domain.complaint.parts import DocumentPointer
from domain.complaint.preconditions import NotReceived
from domain.complaint.state import Complaint, DocumentState
from domain.decision_context import Command
from domain.errors import Refusal
from domain.roles import INQUIRY, PARTY, PRIVACY
from domain.values import Code, Language, Title, When

SUPPLIERS = INQUIRY | PRIVACY | PARTY | {"action_owner"}


class NoSuchDocument(Refusal, code="NoSuchDocument"):
    """A document was named that does not belong to the complaint."""

    clause = "7.2"
    rule = "no such document belongs to the complaint"
    instead = "name one that was attached to it; the complaint lists them"


class DocumentKnown(Refusal, code="DocumentKnown"):
    """The same document is attached a second time."""

    clause = "7.2"
    rule = "the document was attached before"
    instead = "read it there, or attach it anew, which gives it an id of its own"


class NothingTranslated(Refusal, code="NothingTranslated"):
    """It is said who translated, and not what."""

    clause = "7.2"
    rule = "a translation names the document that it translates"
    instead = "say translation_of too, or leave translated_by out"


class SupplierNotTheirs(Refusal, code="SupplierNotTheirs"):
    """Whoever brings a document with their own key says that it is somebody else's."""

    clause = "7.2"
    rule = "what comes with a party's key is supplied by that party"
    instead = "leave supplied_by out, or have staff attach what somebody else supplied"


class QuotaReached(Refusal, code="QuotaReached"):
    """One complaint would hold more than an installation keeps for any."""

    clause = "7.2"
    rule = "a complaint holds documents up to a quota, in number and in octets"
    instead = (
        "send what matters, or ask the operator for more (PLAINT_DOCUMENTS_PER_COMPLAINT, "
        "PLAINT_DOCUMENT_OCTETS_PER_COMPLAINT)"
    )


class Quota(NamedTuple):
    """How many documents, and how many octets of them, one complaint may hold."""

    documents: int = 500
    octets: int = 2 * 1024**3

    def check(self, complaint: Complaint, size: int = 1) -> None:
        """Whether one more of this size has room; our own letters count. Raises QuotaReached."""
        held = [one.size for one in complaint.documents.values() if not one.is_removed]
        if len(held) >= self.documents or sum(held) + size > self.octets:
            raise QuotaReached(
                complaint=complaint.reference,
                documents=f"{len(held)} of {self.documents}",
                octets=f"{sum(held)} of {self.octets}",
            )


UNLESS_TOLD = Quota()


class DocumentTold(Command):
    """What is said of a document by whoever brings it, beside its type."""

    supplied_by: Annotated[Supplier, Field(description="Who supplied it")] = "complainant"
    title: Annotated[Title | None, Field(description="What it is; sealed")] = None
    translation_of: Annotated[UUID | None, Field(description="The document it translates")] = None
    translated_by: Literal["human", "machine"] | None = None
    charset: Annotated[Charset | None, Field(description="Of a text, such as windows-1252")] = None
    from_party_id: Annotated[
        UUID | None, Field(description="Which of several parties supplied it")
    ] = None
    occurred: Annotated[When | None, Field(description="When it came; now, unless told")] = None


class DocumentSaid(DocumentTold):
    """The same with its type."""

    media_type: Annotated[MediaType, Field(description="Such as application/pdf")]


class AttachDocument(DocumentSaid):
    """A document that was just stored becomes part of the complaint.

    Its reference is made anew whenever the command is repeated, so it is no part of what was asked.
    """

    plaintext_sha256: Sha256
    # Older ones did not say it, and are the same when they are repeated.
    charset: Annotated[Charset | None, Field(exclude=True)] = None
    document_id: Annotated[UUID, Field(exclude=True)]
    ciphertext_sha256: Annotated[Sha256, Field(exclude=True)]
    size: Annotated[int, Field(ge=0, exclude=True)]
    scan_code: Annotated[Literal["clean", "not_scanned"], Field(exclude=True)]

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those that it goes on in, where it is merged."""
        while complaint is not None and complaint.merged_into is not None:
            yield complaint.merged_into
            complaint = known.get(complaint.merged_into)


class OfTemplate(Command):
    """From which template a letter was made."""

    template_code: Code
    template_version: int
    language: Language


def attached(
    command: AttachDocument, made: OfTemplate | None = None, *, to: UUID | None = None
) -> DocumentAttached:
    """The fact of a document. made, to: where it is a letter of ours, and to whom."""
    return DocumentAttached(
        document_id=command.document_id,
        ciphertext_sha256=command.ciphertext_sha256,
        size=command.size,
        media_type=command.media_type,
        charset=command.charset,
        supplied_by=command.supplied_by,
        scan_code=command.scan_code,
        translation_of=command.translation_of,
        translated_by=command.translated_by,
        template_code=made.template_code if made else None,
        template_version=made.template_version if made else None,
        language=made.language if made else None,
        from_party_id=command.from_party_id,
        to_party_id=to,
        title=command.title,
        plaintext_sha256=command.plaintext_sha256,
    )


def document_named(complaint: Complaint, document_id: UUID) -> DocumentState:
    """A document of the complaint. Raises NoSuchDocument."""
    document = complaint.documents.get(document_id)
    if document is None:
        raise NoSuchDocument(complaint=complaint.reference, document_id=document_id)
    return document


def check_attached(complaint: Complaint, document_id: UUID | None) -> None:
    """Refuse a document that is none of the complaint's, where one is named.

    Raises NoSuchDocument.
    """
    if document_id is not None:
        document_named(complaint, document_id)


def _there_is_a_complaint(draft: Draft) -> None:
    """Documents belong to a complaint in whatever state. Raises NotReceived."""
    if draft.state is None:
        raise NotReceived


def _attach(draft: Draft, command: AttachDocument) -> None:
    complaint = draft.complaint
    # Unlike an act of staff, a document may be older than the receipt (invariant 2).
    check_not_in_the_future(draft.occurred, draft.context.now)
    if command.document_id in complaint.documents:
        raise DocumentKnown(document_id=command.document_id)
    if command.from_party_id is not None:
        party_meant(complaint, draft.actor, check_known(complaint, command.from_party_id))
    command = _supplied(draft, command)
    if command.translation_of is not None:
        document_named(complaint, command.translation_of)
    elif command.translated_by is not None:
        raise NothingTranslated(translated_by=command.translated_by)
    draft.add(attached(command))
    _point_to(draft, command.document_id)


def _supplied(draft: Draft, command: AttachDocument) -> AttachDocument:
    """The document of who the key says. Raises SupplierNotTheirs."""
    if draft.actor.kind != "party":
        return command
    is_own = draft.actor.id in draft.complaint.parties
    supplier: Supplier = "complainant" if is_own else "representative"
    if "supplied_by" in command.model_fields_set and command.supplied_by != supplier:
        raise SupplierNotTheirs(supplied_by=command.supplied_by, key=supplier)
    return command.model_copy(update={"supplied_by": supplier})


def _point_to(draft: Draft, document_id: UUID) -> None:
    """Who goes on with a merged complaint is told of what is attached to it afterwards."""
    complaint = goes_on = draft.complaint
    while goes_on.state == "MERGED" and goes_on.merged_into is not None:
        goes_on = draft.other(goes_on.merged_into)
    if goes_on is complaint:
        return
    pointer = DocumentPointer(
        document_id=document_id,
        complaint_id=complaint.complaint_id,
        reference=complaint.reference,
    )
    note = NoteAdded(visibility_code="internal", documents=(pointer,))
    draft.add(note, to=goes_on.complaint_id, caused_by=0)


attach_document = Decider(
    "attach_document",
    AttachDocument,
    _attach,
    clause="7.2",
    summary="Attach a document",
    roles=SUPPLIERS,
    own_address="documents",
    may=_there_is_a_complaint,
)
"""Attach a document, in any state (7.2)."""
