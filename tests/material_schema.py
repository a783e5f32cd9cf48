"""Material's own schema of mkdocs.yml, in one file without what only an editor shows.

`python -m tests.material_schema CHECKOUT` takes it anew from a checkout of mkdocs-material.
"""

import json
import sys
from pathlib import Path

import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT7

HERE = Path(__file__).parent / "fixtures" / "material-schema"
PLACE = HERE / "schemas.json"
_FONTS = (
    "schema/assets/fonts.json"  # any word; an icon is one anyhow, and other projects' add nothing
)
_SHOWN = {"$schema", "title", "description", "markdownDescription", "default", "defaultSnippets"}
_NAMES = {"properties", "patternProperties", "$defs"}  # whose keys are names of settings


def read_schemas():
    """Read all schemas, by path."""
    return json.loads(PLACE.read_text(encoding="utf-8"))


def make_validator():
    """Make what judges an mkdocs.yml by the schemas that are kept here."""

    def retrieve(address):
        path = address.removeprefix("kept:/")
        return DRAFT7.create_resource(schemas.get(path, {} if path == _FONTS else {"not": {}}))

    schemas = read_schemas()
    root = {"$id": "kept:/schema.json", **schemas["schema.json"]}
    return jsonschema.Draft7Validator(root, registry=Registry(retrieve=retrieve))


def gather(checkout):
    """Read the schemas of a checkout, but for the lists of all icons and fonts."""
    docs = Path(checkout, "docs")
    for place in (docs / "schema.json", *sorted((docs / "schema").rglob("*.json"))):
        if place.parent.name != "assets":
            schema = json.loads(place.read_text(encoding="utf-8"))
            yield place.relative_to(docs).as_posix(), strip(schema)


def strip(node, names=False):
    """Leave out what says nothing of validity; a setting may well be named `title`."""
    if isinstance(node, dict):
        kept = {key: each for key, each in node.items() if names or key not in _SHOWN}
        return {key: strip(each, not names and key in _NAMES) for key, each in kept.items()}
    return [strip(each) for each in node] if isinstance(node, list) else node


if __name__ == "__main__":
    text = json.dumps(dict(gather(sys.argv[1])), indent=1, ensure_ascii=False)
    PLACE.write_text(f"{text}\n", encoding="utf-8")
