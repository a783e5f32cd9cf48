"""What pages load is what stands in the theme, without what only its authors read."""

import re

from planbook.model import Theme
from planbook.site.assets import read_assets
from planbook.software import THEME


def test_style_sheets_lose_comments_and_no_rule(tmp_path):
    """A style sheet is published without comments and indentation, every rule of it as written, licences kept."""
    folder, files = read_assets(tmp_path, None, Theme())
    for place in (THEME / "assets").glob("*.css"):
        written, published = place.read_text("utf-8"), files[f"{folder}/{place.name}"].decode()
        rules = re.sub(r"/\*(?!!).*?\*/", "", written, flags=re.S)
        assert published.split() == rules.split()
        assert re.findall(r"/\*(?!!)|\n\s", published) == []
        assert len(published) < len(written)
    assert "Apache" in files[f"{folder}/written.css"].decode()
