"""Notes for an editor: what was found, in Vietnamese, and all the places that it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor should know, in Vietnamese, and all the rows that it is about."""

    words: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the note as one sentence."""
        places = _name_places(self.places)
        return f"{places}: {self.words}." if places else f"{self.words}."


class Remarks:
    """Gathers notes of one sort; the same words about several rows become one note."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, words: str, place: str = "") -> None:
        """Note something, and where."""
        self._places.setdefault(words, []).append(place)

    def forget(self, places: set[str]) -> None:
        """Drop what was noted of rows that are not read after all."""
        for words, own in tuple(self._places.items()):
            self._places[words] = [each for each in own if each not in places]
            if not self._places[words]:
                del self._places[words]

    def __iter__(self) -> Iterator[Remark]:
        """List the notes in the order in which they were first made."""
        for words, places in self._places.items():
            yield Remark(words, tuple(filter(None, dict.fromkeys(places))))


def _name_places(places: Iterable[str]) -> str:
    """Name places together: “bảng 1, hàng 3–5, 9; bảng 2”."""
    groups: dict[str, list[int]] = {}
    for place in places:
        head, _, number = place.rpartition(" ")
        if head and number.isdecimal():
            groups.setdefault(head, []).append(int(number))
        else:
            groups.setdefault(place, [])
    return "; ".join(f"{head} {_name_runs(numbers)}".strip() for head, numbers in groups.items())


def _name_runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)
