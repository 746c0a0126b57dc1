"""A CFPB file as a source of complaints: what the import reads, and what there is to tell of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.cfpb.columns import ZONE
from adapters.cfpb.lines import Progress
from adapters.cfpb.mapping import Mapper
from adapters.cfpb.rows import RowReader
from adapters.cfpb.taxonomy import Taxonomy
from adapters.clock import now
from adapters.imported import ImportedComplaint, RejectedRow


class CfpbFile:
    """One file of complaints that the bureau published, in any layout: plain, gzip or zip.

    Iterating reads it anew from the start, row by row. Raises layout.UnknownLayout and
    lines.Unreadable for what concerns the whole file, FileNotFoundError and the like at once.
    """

    def __init__(self, path: Path, *, secret: bytes) -> None:
        self._rows = RowReader(path)
        self._secret = secret
        self._mapper = self._new_mapper()

    def _new_mapper(self) -> Mapper:
        today = now().astimezone(ZoneInfo(ZONE)).date()
        return Mapper(self._secret, Taxonomy.shipped(), today=today)

    def __iter__(self) -> Iterator[ImportedComplaint | RejectedRow]:
        self._mapper = self._new_mapper()
        for row in self._rows:
            yield row if isinstance(row, RejectedRow) else self._mapper.complaint(row)

    @property
    def progress(self) -> Progress:
        """Octets read of octets in all, as they lie on the disk."""
        return self._rows.progress

    @property
    def remarks(self) -> Mapping[str, int]:
        """What the rows read so far hold that is odd but true to the source: code to rows."""
        return +Counter(self._mapper.remarks)

    @property
    def twins(self) -> Sequence[int]:
        """The lines, so far, of rows without a number that are identical to one before them."""
        return tuple(self._mapper.twins)

    @property
    def unlisted_at(self) -> Mapping[tuple[str, str], int]:
        """(kind, label) to the line where it was met first, for each label of ``unlisted``."""
        return dict(self._mapper.unlisted_at)

    @property
    def unlisted(self) -> Mapping[tuple[str, str], str]:
        """(kind, label) to code, for each label read so far that the list does not hold."""
        return dict(self._mapper.taxonomy.unlisted)
