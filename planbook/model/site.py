"""Where the built site will stand and where its sources are kept."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which the site will not answer, told beforehand."""

    text: str
    first_day: dt.date  # from which the notice stands on every page
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that an office chose, written as CSS writes them: #4051b5."""

    media: str | None  # for which reader's system it is, as in CSS; None where that decides nothing
    dark: bool | None  # None where the reader's system decides
    primary: str | None  # of the band over each page, and of links; None: the software's own
    ink: str  # of the words in the band
    accent: str | None  # of what is pointed at


@dataclass(frozen=True, slots=True)
class Theme:
    """What an office chose for the look of its site."""

    palettes: tuple[Palette, ...] = ()  # none: the software's own colours
    text_font: str | None = None  # names of fonts; nothing is fetched for them
    code_font: str | None = None
    box_icons: tuple[tuple[str, str], ...] = ()  # drawings in SVG, each after a kind of box
    files: tuple[tuple[str, Path], ...] = ()  # that pages load or offer, each after its address


@dataclass(frozen=True, slots=True)
class Site:
    """Where the built site will stand and where its sources are kept."""

    name: str
    url: str  # absolute, ends with a slash
    repository: str | None  # address of the repository, without a final slash
    branch: str
    since: str = "2025"  # the year from which the ids of its feeds are its own (RFC 4151)
    nav: tuple[tuple[str, str], ...] = ()  # the pages of content/ in the menu, and their labels
    rating: str | None = None  # where the public says how content it is
    licence: str | None = None  # address of the terms under which the data may be used
    outage: Outage | None = None
    theme: Theme = Theme()

    @property
    def beginning(self) -> dt.datetime:
        """Give a moment to what no history dates."""
        return dt.datetime(int(self.since), 1, 1, tzinfo=dt.UTC)

    def notice_on(self, day: dt.date) -> str | None:
        """Give the notice of a planned outage that stands on every page on a day."""
        outage = self.outage
        return outage.text if outage and outage.first_day <= day <= outage.last_day else None

    def edit_url(self, path: str, line: int = 0) -> str | None:
        """Point to the very line of a source file, or nowhere when no repository is set."""
        if not self.repository:
            return None
        return f"{self.repository}/blob/{self.branch}/{path}" + (f"#L{line}" if line else "")
