"""Whether what a partition brings follows on what it brought before."""


class Continuity:
    """How far each slice was read, and whether the next record leaves something out.

    A topic that lost its end and was filled again may hold the same events at other offsets; who
    reads on at the old offset would miss some. Then the partition is read again from its beginning.
    """

    def __init__(self) -> None:
        self._reached: dict[int, int] = {}
        self._broken_at: dict[int, int] = {}

    def begins(self, slice_: int) -> None:
        """The slice is read from its beginning."""
        self._reached[slice_] = 0

    def reached(self, slice_: int, position: int) -> None:
        """The slice was read up to this position; a repeat does not lead back."""
        self._reached[slice_] = max(position, self._reached.get(slice_, 0))
        if position > self._broken_at.get(slice_, 0):
            self._broken_at.pop(slice_, None)

    def forget(self, slice_: int) -> None:
        """The slice is no longer read here."""
        self._reached.pop(slice_, None)
        self._broken_at.pop(slice_, None)

    def is_broken(self, slice_: int, prevposition: int) -> bool:
        """Whether a record with this prevposition comes too early; said once of each place.

        What is still missing when the partition was read again is missing in the topic itself,
        and reading it a third time would not help.
        """
        if prevposition <= max(self._reached.get(slice_, 0), self._broken_at.get(slice_, 0)):
            return False
        self._broken_at[slice_] = prevposition
        return True
