"""Serve the built site on this machine and build it again whenever an input changes."""

from collections.abc import Callable, Iterable
from pathlib import Path


def serve(build: Callable[[], object], folder: Path, watched: Iterable[Path], port: int) -> None:
    """Build, serve `folder` at localhost, and rebuild and reload the page on each change."""
    from mkdocs.livereload import LiveReloadServer

    build()
    server = LiveReloadServer(builder=build, host="127.0.0.1", port=port, root=str(folder))
    for place in watched:
        server.watch(str(place))
    missing = folder / "404.html"
    server.error_handler = lambda code: missing.read_bytes() if missing.exists() else None
    try:
        server.serve()
    except KeyboardInterrupt:
        print("Dừng.")
    finally:
        server.shutdown()
