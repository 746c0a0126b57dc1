"""Which positions were seen: a bit for each, so that every hole and every repeat is found."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Seen:
    """Positions 1 to head, each seen or not; a record of a thousand million takes 125 MB."""

    head: int
    _bits: bytearray = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is seen yet."""
        self._bits = bytearray((self.head >> 3) + 1)

    def mark(self, position: int) -> bool:
        """Note a position; False when it was seen before."""
        place, bit = position >> 3, 1 << (position & 7)
        if self._bits[place] & bit:
            return False
        self._bits[place] |= bit
        return True

    def join(self, octets: bytes) -> int:
        """Add the positions of another part, which ``octets`` gave; how many both had seen."""
        mine, other = int.from_bytes(self._bits, "little"), int.from_bytes(octets, "little")
        self._bits = bytearray((mine | other).to_bytes(len(self._bits), "little"))
        return (mine & other).bit_count()

    def octets(self) -> bytes:
        """All bits, for ``join``."""
        return bytes(self._bits)

    def holes(self) -> int:
        """How many positions were not seen."""
        return self.head - int.from_bytes(self._bits, "little").bit_count()

    def first_hole(self) -> int | None:
        """The first position that was not seen."""
        return next((p for p in range(1, self.head + 1) if not self._has(p)), None)

    def _has(self, position: int) -> bool:
        return bool(self._bits[position >> 3] & (1 << (position & 7)))
