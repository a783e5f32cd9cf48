"""Describe a page to machines in the words of schema.org: whose site, which document, where it stands.

What the data leaves blank is left out; nothing is added to it.
"""

from collections.abc import Iterable, Iterator

from planbook.model import Body, Plan, Site
from planbook.views.home import HomeView
from planbook.views.plans import PlanView

Thing = dict[str, object]


def describe_page(
    address: str,
    trail: Iterable[tuple[str, str]],
    view: object,
    publisher: Body | None,
    site: Site,
) -> Thing | None:
    """Describe what stands at an address, as the content of a JSON-LD block."""
    graph = [*_describe_subject(address, view, publisher, site), *_describe_place(trail, site)]
    return {"@context": "https://schema.org", "@graph": graph} if graph else None


def _describe_subject(
    address: str, view: object, publisher: Body | None, site: Site
) -> Iterator[Thing]:
    match view:
        case HomeView():
            yield from _describe_site(publisher, site)
        case PlanView():
            yield _describe_document(view.plan, view.kind, site.url + address)


def _describe_site(body: Body | None, site: Site) -> Iterator[Thing]:
    """Describe the publisher and the site, with the way to search it."""
    search = {
        "@type": "SearchAction",
        "target": f"{site.url}search/?q={{q}}",
        "query-input": "required name=q",
    }
    website: Thing = {
        "@type": "WebSite",
        "name": site.name,
        "url": site.url,
        "inLanguage": "vi",
        "potentialAction": search,
    }
    if body:
        organisation = _organisation(body.name) | {"@id": f"{site.url}#{body.id}"}
        if body.short != body.name:
            organisation["alternateName"] = body.short
        for name, value in (
            ("identifier", body.code),
            ("telephone", body.phone),
            ("email", body.email),
            ("address", body.address),
            ("url", body.website),
        ):
            if value:
                organisation[name] = value
        if body.parent:
            organisation["parentOrganization"] = _organisation(body.parent)
        yield organisation
        website["publisher"] = {"@id": organisation["@id"]}
    yield website


def _describe_document(plan: Plan, kind: str, url: str) -> Thing:
    """Describe a document by its record; a blank number or date is no property."""
    document: Thing = {
        "@type": "DigitalDocument",
        "@id": url,
        "url": url,
        "name": plan.title,
        "genre": kind,
        "abstract": plan.summary,
        "inLanguage": "vi",
        "author": _organisation(plan.issuer),
    }
    if plan.number:
        document["identifier"] = plan.number
    if plan.issued:
        document["datePublished"] = plan.issued.isoformat()
    return document


def _describe_place(trail: Iterable[tuple[str, str]], site: Site) -> Iterator[Thing]:
    """Describe the way from the home page, for every page but the home page."""
    steps = [
        {"@type": "ListItem", "position": position, "name": label, "item": site.url + address}
        for position, (label, address) in enumerate(trail, start=1)
    ]
    if len(steps) > 1:
        yield {"@type": "BreadcrumbList", "itemListElement": steps}


def _organisation(name: str) -> Thing:
    return {"@type": "GovernmentOrganization", "name": name}
