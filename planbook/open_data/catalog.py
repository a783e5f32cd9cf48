"""Describe the open data as a catalogue of W3C DCAT, so that the portals of a province or the state find it.

Only what is known is said: no licence where none is set, no day where no history dates the data.
"""

import datetime as dt
import json
from typing import Any

from planbook.model import Body, Book, Files, Site
from planbook.open_data.tables import Table, make_tables

CATALOG = "data/catalog.jsonld"

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_catalog(book: Book, site: Site, modified: dt.date | None) -> Files:
    """Yield the catalogue; `modified` is the day of the last change of the data."""
    shared: dict[str, Any] = {"dct:language": "vi"}
    if modified:
        shared["dct:modified"] = {"@type": "xsd:date", "@value": modified.isoformat()}
    if site.licence:
        shared["dct:license"] = {"@id": site.licence}
    if book.publisher:
        shared["dct:publisher"] = _describe_publisher(book.publisher)
    catalog = {
        "@context": _CONTEXT,
        "@id": site.url + CATALOG,
        "@type": "dcat:Catalog",
        "dct:title": f"Dữ liệu mở: {site.name}",
        "dct:description": "Nhiệm vụ trong các văn bản đã đăng, chép đúng từng chữ, kèm phần hiểu được.",
        "foaf:homepage": {"@id": f"{site.url}data/"},
        **shared,
        "dcat:dataset": [
            _describe_table(table, site) | shared for table in make_tables(book).values()
        ],
    }
    yield CATALOG, (json.dumps(catalog, ensure_ascii=False, indent=2) + "\n").encode()


def _describe_publisher(body: Body) -> dict[str, Any]:
    described = {"@type": "foaf:Organization", "foaf:name": body.name}
    if body.code:
        described["dct:identifier"] = body.code
    return described


def _describe_table(table: Table, site: Site) -> dict[str, Any]:
    """Describe one kind of record, with the files that hold it."""
    stem = f"{site.url}data/{table.name}"
    return {
        "@id": f"{site.url}data/#{table.name}",
        "@type": "dcat:Dataset",
        "dct:title": table.label,
        "dct:description": f"{len(table.rows)} bản ghi, {len(table.columns)} trường.",
        "dcat:landingPage": {"@id": f"{site.url}data/"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": {"@id": f"{stem}.{form}"},
                "dcat:mediaType": {"@id": f"{_MEDIA}{kind}"},
            }
            for form, kind in _FORMS.items()
            if form != "xlsx" or table.name == "tasks"
        ],
    }
