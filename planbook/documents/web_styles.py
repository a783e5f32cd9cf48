"""Tell how a web page says that its elements look: by the rules of its own style sheets, and at them.

Rules are followed in their order, whatever their weight; a rule whose selector asks for more than
elements, classes, ids, their ancestors and their place among siblings is passed over.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.S | re.I)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_STEP = re.compile(
    r"(?P<tag>[\w-]+|\*)?(?P<marks>(?:[.#][\w-]+)*)(?::nth-child\((?P<place>\d+)\))?"
)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one element must be."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    place: int
    parent: bool = False  # what stands before it in the selector is its parent, not any ancestor

    def fits(self, element: Any) -> bool:
        """Tell whether an element is so."""
        return (
            self.tag in ("*", element.tag)
            and self.classes.issubset(element.get("class", "").split())
            and self.ids.issubset([element.get("id")])
            and self.place in (0, 1 + sum(1 for _ in element.itersiblings("*", preceding=True)))
        )


class WebStyles:
    """The looks of the elements of one page."""

    def __init__(self, text: str):
        self._rules: defaultdict[str, list[tuple[int, tuple[_Step, ...], str]]] = defaultdict(list)
        number = 0
        for sheet in _SHEET.findall(text):
            for selectors, looks in _RULE.findall(_COMMENT.sub("", sheet)):
                for selector in selectors.split(","):
                    number += 1
                    if steps := tuple(_read_selector(selector)):
                        key = next(iter(sorted(steps[-1].classes | steps[-1].ids)), steps[-1].tag)
                        self._rules[key].append((number, steps, pack(looks)))

    def looks_of(self, element: Any) -> str:
        """Join what the page says of an element's look, without spaces and in small letters."""
        names = {"*", element.tag, element.get("id", ""), *element.get("class", "").split()}
        found = [
            (number, looks)
            for name in names
            for number, steps, looks in self._rules.get(name, ())
            if _fits(steps, element)
        ]
        return ";".join([*(looks for _, looks in sorted(found)), pack(element.get("style", ""))])


def pack(looks: str) -> str:
    """Write what is said of a look without spaces and in small letters."""
    return re.sub(r"\s+", "", looks).lower()


def _read_selector(selector: str) -> Iterator[_Step]:
    """Read a selector from its outermost element to the innermost; nothing where it is not known."""
    steps = []
    parent = False
    for word in re.findall(r">|[^\s>]+", selector):
        if word == ">":
            parent = True
            continue
        found = _STEP.fullmatch(word)
        if found is None:
            return
        marks = re.findall(r"[.#][\w-]+", found["marks"])
        classes, ids = (frozenset(e[1:] for e in marks if e[0] == sign) for sign in ".#")
        tag = (found["tag"] or "*").lower()
        steps.append(_Step(tag, classes, ids, int(found["place"] or 0), parent))
        parent = False
    yield from steps


def _fits(steps: tuple[_Step, ...], element: Any) -> bool:
    """Tell whether an element is what a selector asks for, and stands where."""
    if not steps[-1].fits(element):
        return False
    if len(steps) == 1:
        return True
    chain = [element, *element.iterancestors()]
    places = {0}  # in the chain, of what may be the step to the right
    for outer, inner in zip(steps[-2::-1], steps[:0:-1], strict=True):
        above = (
            {each + 1 for each in places} if inner.parent else range(min(places) + 1, len(chain))
        )
        places = {each for each in above if each < len(chain) and outer.fits(chain[each])}
        if not places:
            return False
    return True
