"""Let MkDocs's own server reload our pages, whose policy would forbid it."""

from collections.abc import Iterable
from typing import Any

_POLICY = b"script-src 'self'"
_LOOSE = b"script-src 'self' 'unsafe-inline'"  # for the script that the server writes into a page
_REST = 0.05  # seconds that what is saved has to lie still


def let_reload(server: Any) -> None:
    """Let the pages that this server shows, and no others, run the script by which they reload."""
    application = server.get_app()
    server.build_delay = _REST

    def loosened(environment: Any, start: Any) -> Iterable[bytes]:
        kept: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
            kept[:] = status, headers, *rest

        body = application(environment, keep)
        status, headers, *rest = kept
        if not dict(headers).get("Content-Type", "").startswith("text/html"):
            start(status, headers, *rest)
            return body  # type: ignore[no-any-return]
        page = b"".join(body).replace(_POLICY, _LOOSE, 1)
        if close := getattr(body, "close", None):
            close()
        others = [each for each in headers if each[0] != "Content-Length"]
        start(status, [*others, ("Content-Length", str(len(page)))], *rest)
        return [page]

    server.set_app(loosened)
