"""From a CFPB row to the facts that it holds, and to no other.

Received, known state and sent-on, nothing else: the source dates no closing, no dispute and no
answer. ``Referral`` does not say which body referred, so it stays a channel. Sub-product, sub-issue
and the consent to publish have no field in these events; they count in the row's digest only.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid5

from pydantic import ValidationError

from adapters import octets
from adapters.cfpb.columns import (
    BadValue,
    day,
    groups,
    known_state,
    meant,
    not_later,
    source_id,
    yes_or_no,
)
from adapters.cfpb.row_digests import RowDigests
from adapters.cfpb.rows import GoodRow
from adapters.cfpb.taxonomy import TAXONOMY_VERSION, NoLabel, Taxonomy, plain
from adapters.imported import ImportedComplaint, RejectedRow
from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintReceived,
    Contact,
    Issue,
    KnownStateImported,
)
from domain.complaint.receipt.events import NO_CHANNEL
from domain.decision_context import NewEvent
from domain.values import UNKNOWN, When, rule_in

SOURCE = "cfpb"
LEGAL_ENTITY = "cfpb"
GROUND = "for_response"
COLUMNS = {
    "narrative": "consumer complaint narrative",
    "source_text": "company public response",
    "postal_code": "zip code",
    "region": "state",
    "access_needs": "tags",
}
"""What the bureau calls a field of ours."""


class Mapper:
    """Maps the rows of one file, in the file's order, since identical rows are told apart by it.

    remarks: what was taken as it stood but is worth telling, by code, each with its number of rows.
    twins: the lines of rows without a number that are identical to one before them.
    taxonomy: knows the unlisted labels afterwards; unlisted_at: the line where each was met first.
    """

    def __init__(self, secret: bytes, taxonomy: Taxonomy, *, today: date) -> None:
        self._today = today
        self.taxonomy = taxonomy
        self.remarks: Counter[str] = Counter()
        self.twins: list[int] = []
        self.unlisted_at: dict[tuple[str, str], int] = {}
        self._secret = secret
        self._seen: dict[bytes, int] = {}

    def complaint(self, row: GoodRow) -> ImportedComplaint | RejectedRow:
        """The complaint of a row, or the row with the first rule that it breaks."""
        try:
            return self._complaint(row)
        except (BadValue, NoLabel) as error:
            return row.rejected(str(error))
        except ValidationError as error:
            return row.rejected(_broken(error))
        finally:
            if len(self.taxonomy.unlisted) > len(self.unlisted_at):
                for label in self.taxonomy.unlisted:
                    self.unlisted_at.setdefault(label, row.line)

    def _complaint(self, row: GoodRow) -> ImportedComplaint:
        said = meant(row.fields)
        fields = dict.fromkeys(row.fields, "") | said
        received = self._day("date received", fields["received"])
        sent = self._day("date sent to company", fields["sent"]) if fields["sent"] else None
        written = said.get("complaint_id")
        number = source_id(written) if written else None
        # Else as they stand: what names a row for ever is made of them.
        bare = {"complaint_id": number} if number and number != written else {}
        days = {"received": str(received.on)} | ({"sent": str(sent.on)} if sent else {})
        digests = RowDigests(self._secret, row.fields | bare | days, said | bare | days)
        twin = "" if number else self._twin(digests.name, row.line)
        key = number or f"{digests.name.hex()}{twin}"
        complaint_id = octets.imported_complaint_id(self._secret, SOURCE, key)
        command_id = self._command_id(key)
        issue_id = uuid5(command_id, "issue-1")
        reference = octets.reference(complaint_id)
        receipt = self._receipt(fields, command_id, reference=reference, issue_id=issue_id)
        facts = [
            NewEvent(event=receipt, occurred=received),
            NewEvent(event=self._known_state(fields, number, digests), occurred=UNKNOWN),
        ]
        if sent is not None:
            facts.append(NewEvent(event=self._forwarding(fields, issue_id), occurred=sent))
        self._remark(fields, received, sent)
        return ImportedComplaint(
            line=row.line,
            row_key=key,
            content_digest=digests.content,
            earlier_digests=digests.earlier,
            earlier_ids=lambda: map(
                self._command_id, _earlier_keys(digests, twin, number=number, written=written)
            ),
            complaint_id=complaint_id,
            command_id=command_id,
            facts=tuple(facts),
        )

    def _day(self, name: str, text: str) -> When:
        return not_later(name, day(name, text), self._today)

    def _command_id(self, key: str) -> UUID:
        return octets.command_id(self._secret, "import", SOURCE, key)

    def _twin(self, digest: bytes, line: int) -> str:
        """Which of the rows without a number that are written alike this is; of the first, none."""
        twin = self._seen.get(digest[:16], 0) + 1
        self._seen[digest[:16]] = twin
        if twin == 1:
            return ""
        self.remarks["identical_to_another_row"] += 1
        self.twins.append(line)
        return f"-{twin}"

    def _receipt(
        self, fields: dict[str, str], command_id: UUID, *, reference: str, issue_id: UUID
    ) -> ComplaintReceived:
        code = self.taxonomy.code
        channel = fields["channel"]
        issue = Issue(
            issue_id=issue_id,
            issue_no=1,
            category_code=code("issue", fields["issue"]),
            taxonomy_version=TAXONOMY_VERSION,
            product_code=code("product", fields["product"]),
        )
        return ComplaintReceived(
            reference=reference,
            channel_code=code("channel", channel) if channel else NO_CHANNEL,
            legal_entity=LEGAL_ENTITY,
            complainant_kind="person",
            party_id=uuid5(command_id, "party-1"),
            submitted_by="complainant",
            contact_class="complaint",
            subject_kind="product",
            issues=(issue,),
            complainant=_contact(fields.get("zip_code"), fields.get("state")),
            narrative=fields.get("narrative") or None,
            access_needs=groups(fields.get("tags", "")),
        )

    def _known_state(
        self, fields: dict[str, str], number: str | None, digests: RowDigests
    ) -> KnownStateImported:
        response = plain(fields["response"])
        return KnownStateImported(
            source_system=SOURCE,
            source_id=number,
            row_digest=digests.name.hex(),
            content_digest=digests.content,
            known_state=known_state(response),
            source_outcome_code=(self.taxonomy.code("response", response) if response else None),
            is_timely=yes_or_no("timely response", fields["timely"]),
            is_disputed=yes_or_no("consumer disputed", fields.get("disputed", "")),
            source_text=fields.get("public_response") or None,
        )

    def _forwarding(self, fields: dict[str, str], issue_id: UUID) -> ComplaintForwarded:
        company = fields["company"]
        return ComplaintForwarded(
            to_kind="respondent",
            body_code=self.taxonomy.code("company", company) if company else None,
            issue_ids=(issue_id,),
            ground_code=GROUND,
        )

    def _remark(self, fields: dict[str, str], received: When, sent: When | None) -> None:
        if sent and sent.on and received.on and sent.on < received.on:
            self.remarks["sent_before_received"] += 1
        if 0 < len(fields.get("zip_code", "")) < 5:
            self.remarks["zip_code_cut_short"] += 1


def _earlier_keys(
    digests: RowDigests, twin: str, *, number: str | None, written: str | None
) -> Iterator[str]:
    """By which keys the same row may be stored: its number as written, or in another layout."""
    if number is None:
        yield from (f"{name.hex()}{twin}" for name in digests.other_names())
    elif written and written != number:
        yield written


def _broken(error: ValidationError) -> str:
    """The first rule that a row's values break, under the column's name."""
    first = error.errors(include_url=False)[0]
    field = str(next(part for part in reversed(first["loc"]) if isinstance(part, str)))
    name = COLUMNS.get(field, field.replace("_", " "))
    if first["type"] == "string_too_long":
        most = first["ctx"]["max_length"]
        return f"{name} has {len(first['input']):,} characters: at most {most:,}"
    return f"{name}: {rule_in(first['msg'])}"


@lru_cache(maxsize=8192)
def _contact(zip_code: str | None, state: str | None) -> Contact:
    return Contact(postal_code=zip_code or None, region=state or None, country="US")
