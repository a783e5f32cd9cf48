"""Serve the built site on this machine and build it again whenever an input changes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_POLICY = b"script-src 'self'"
_LOOSE = b"script-src 'self' 'unsafe-inline'"  # for the script that the server writes into a page
_LOOK = 0.1  # seconds between two looks at what is watched


def serve(build: Callable[[], object], folder: Path, watched: Iterable[Path], port: int) -> None:
    """Build, serve `folder` at localhost, and rebuild and reload the page on each change."""
    from mkdocs.livereload import LiveReloadServer

    build()
    server = LiveReloadServer(
        builder=build, host="127.0.0.1", port=port, root=str(folder), polling_interval=_LOOK
    )
    for place in watched:
        server.watch(str(place))
    let_reload(server)
    missing = folder / "404.html"
    server.error_handler = lambda code: missing.read_bytes() if missing.exists() else None
    try:
        server.serve()
    except KeyboardInterrupt:
        print("Dừng.")
    finally:
        server.shutdown()


def let_reload(server: Any) -> None:
    """Let the pages that this server shows, and no others, run the script by which they reload."""
    application = server.get_app()
    server.build_delay = _LOOK / 2

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
