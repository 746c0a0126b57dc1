"""Which published layout a CFPB file has, told by its header line alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import ErrorCategory

SNAKE_CASE = {
    "complaint_id": "complaint_id",
    "date_received": "received",
    "product": "product",
    "sub_product": "sub_product",
    "issue": "issue",
    "sub_issue": "sub_issue",
    "complaint_what_happened": "narrative",
    "company_public_response": "public_response",
    "company": "company",
    "state": "state",
    "zip_code": "zip_code",
    "tags": "tags",
    "consumer_consent_provided": "consent",
    "submitted_via": "channel",
    "date_sent_to_company": "sent",
    "company_response": "response",
    "timely": "timely",
    "consumer_disputed": "disputed",
}
"""The search interface's names, as files of 2023 have them."""

TITLE_CASE = {
    "Complaint ID": "complaint_id",
    "Date received": "received",
    "Product": "product",
    "Sub-product": "sub_product",
    "Issue": "issue",
    "Sub-issue": "sub_issue",
    "Consumer complaint narrative": "narrative",
    "Company public response": "public_response",
    "Company": "company",
    "State": "state",
    "ZIP code": "zip_code",
    "Tags": "tags",
    "Consumer consent provided?": "consent",
    "Submitted via": "channel",
    "Date sent to company": "sent",
    "Company response to consumer": "response",
    "Timely response?": "timely",
    "Consumer disputed?": "disputed",
}
"""The download's names; the older files, of 2013 to 2017, lack the id, the texts and the tags."""

NEEDED = ("received", "product", "issue", "company", "channel", "sent", "response", "timely")


SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class UnknownLayout(ValueError):
    """The header line is not one that the CFPB publishes."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file, in the file's order, by our names for them."""

    columns: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many fields each row has."""
        return len(self.columns)


def recognise(header: Sequence[str]) -> Layout:
    """The layout that a header line announces; columns may stand in any order.

    Raises UnknownLayout with every column that is missing, unknown or there twice.
    """
    columns = [name.strip() for name in header]
    names = max((SNAKE_CASE, TITLE_CASE), key=lambda known: len(known.keys() & set(columns)))
    missing = [name for name, ours in names.items() if ours in NEEDED and name not in columns]
    faults = {
        "missing": missing,
        "unknown": sorted({name for name in columns if name not in names}),
        "there twice": sorted({name for name in columns if columns.count(name) > 1}),
    }
    if any(faults.values()):
        raise UnknownLayout(_complaint(faults))
    return Layout(tuple(names[name] for name in columns))


def misread(line: str) -> str | None:
    """Why a file whose first line this is cannot be read, whatever its columns; None if it can."""
    if "\0" in line:
        return "the file is UTF-16 or UTF-32 without a mark, or no text: save it as UTF-8"
    if "\r" in line:
        return "the file's lines end with CR alone: save it with line ends LF or CRLF"
    for sign, name in SEPARATORS.items():
        columns = {column.strip(' "\n') for column in line.split(sign)}
        if len(columns & {*SNAKE_CASE, *TITLE_CASE}) > 1:
            return f"the file's columns are separated by {name}: save it with commas between them"
    return None


def _complaint(faults: dict[str, list[str]]) -> str:
    found = "; ".join(
        f"{fault}: {', '.join(map(repr, (name[:60] for name in names[:20])))}"
        for fault, names in faults.items()
        if names
    )
    return (
        f"the header line is not one of a CFPB complaint file ({found}): "
        "import the file as the CFPB publishes it, with its own column names"
    )
