"""Serve a site on this machine while people write: what they save is shown before the whole is made.

A page is made alone when it is asked for, and so is what the theme has it load; whatever else is asked
for waits until the new site stands in its folder.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from planbook.model import RefusedError

Find = Callable[[str], bytes | str | None]  # by path, what can be made alone
Explain = Callable[[BaseException], str]
Build = Callable[[Callable[[Find], None], Callable[[], None]], object]
Looks = dict[str, tuple[int, int]]  # of each file when it was changed last, in ns, and its size

# Held while a page is made: a process forked meanwhile would have the locks of a thread that it has not.
_MAKING = threading.Lock()
if sys.platform != "win32":  # where no process is forked
    os.register_at_fork(
        before=_MAKING.acquire, after_in_parent=_MAKING.release, after_in_child=_MAKING.release
    )

_LOOK = 0.05  # seconds between two looks at what is watched
_REST = 0.03  # before another look at what was saved, which has to lie still
_EMPTY = 33  # looks alike, if a file is empty or gone that was not: many editors write it anew so
_FIRST = 0.1  # in which the page that is looked at comes before all others
_PATIENCE = 30  # seconds until an open page asks again whether there is something new
_LIVE = "/.live/"
_SCRIPT = """
const shown = document.currentScript.dataset.version;
const hidden = () => document.visibilityState !== "visible";
const turned = (done, signal) => document.addEventListener("visibilitychange", done, { once: true, signal });
const ask = async () => {
  for (;;) {
    while (hidden()) await new Promise(turned); // a browser has six lines to a server, and a page out of sight needs none
    const asking = new AbortController();
    turned(() => asking.abort(), asking.signal);
    try {
      const newest = await (await fetch(`/.live/${shown}`, { signal: asking.signal })).text();
      if (newest !== shown) return location.reload();
    } catch {
      await new Promise((done) => setTimeout(done, 500)); // nobody serves just now
    } finally {
      asking.abort();
    }
  }
};
ask();
"""

_STYLE = """
.fault { position: fixed; z-index: 99; inset: auto 0 0; max-height: 50vh; overflow: auto; padding: 0.8rem 1rem;
  background: #7a1420; color: #fff; font: 0.9375rem/1.5 system-ui, sans-serif; }
.fault pre { margin: 0.5rem 0 0; font: inherit; white-space: pre-wrap; }
"""
_FAULT = """<link rel="stylesheet" href="/.live/fault.css">
<aside class="fault" role="alert"><b>Chưa dựng được bản mới; đây là bản trước. Sửa rồi lưu, trang tự dựng lại.</b><pre>{}</pre></aside>
"""
_BLANK = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Lỗi</title><body></body></html>'
)


class Outdated(BaseException):
    """What a build is made of has changed since it began."""


class _Turn:
    """One build, from what was saved to the site in its folder."""

    def __init__(self) -> None:
        self.find: Find | None = None  # once pages can be made
        self.fault = ""  # that kept the site from being built
        self.ended = False
        self.outdated = False

    def go_on(self) -> None:
        """Raise where the build is of no use any more."""
        if self.outdated:
            raise Outdated


class Site:
    """The newest site: in its folder, or made as it is asked for while a build goes on."""

    def __init__(self, build: Build, folder: Path, explain: Explain):
        self.folder = folder
        self.explain = explain
        self.version = time.time_ns()  # another than before the server was started again
        self._build = build
        self._turn = _Turn()
        self._thread = threading.Thread()
        self._changed = threading.Condition()

    def renew(self) -> None:
        """Begin to build what was saved; what is being built of older things is given up."""
        with self._changed:
            self._turn.outdated = True
            self._turn = _Turn()
        self.join()
        self._thread = threading.Thread(target=self._run, args=(self._turn,))
        self._thread.start()

    def stop(self) -> None:
        """Give up the build that goes on."""
        self._turn.outdated = True
        self.join()

    def join(self) -> None:
        """Wait until no build goes on."""
        if self._thread.ident:
            self._thread.join()

    def _run(self, turn: _Turn) -> None:
        def show(find: Find) -> None:
            turn.go_on()
            with self._changed:
                turn.find, self.version = find, time.time_ns()
                self._changed.notify_all()
            time.sleep(_FIRST)

        try:
            self._build(show, turn.go_on)
        except Outdated:
            return
        except (Exception, SystemExit) as error:  # a plugin may end all
            if not turn.outdated:
                turn.fault, self.version = self.explain(error), time.time_ns()
                print(turn.fault, flush=True)
        finally:
            with self._changed:
                turn.find, turn.ended = None, True
                self._changed.notify_all()

    @property
    def fault(self) -> str:
        """Say what keeps the newest site from being built."""
        return self._turn.fault

    def find(self, path: str) -> tuple[bytes | str | None, int]:
        """Give what can be made alone, or None when the site in the folder is the newest; and of which version it is."""
        with self._changed:
            self._changed.wait_for(lambda: self._turn.find or self._turn.ended)
            find, version = self._turn.find, self.version
        with _MAKING:
            content = find(path) if find else None
        if content is None:
            with self._changed:
                self._changed.wait_for(lambda: self._turn.ended)
                version = self.version
        return content, version

    def wait_for_another(self, version: str) -> str:
        """Wait a while for another version than a page shows, and name the newest."""
        with self._changed:
            self._changed.wait_for(lambda: str(self.version) != version, _PATIENCE)
        return str(self.version)


class _Handler(SimpleHTTPRequestHandler):
    """Answers what a browser asks for; every page gets the script that reloads it."""

    server: "_Server"
    _version = 0  # of what is answered, where that is known

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        site = self.server.site
        if path.startswith(_LIVE):
            asked = path.removeprefix(_LIVE)
            own = {"reload.js": _SCRIPT, "fault.css": _STYLE}
            self._answer(own.get(asked) or site.wait_for_another(asked), asked)
            return
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        try:
            content, self._version = site.find(name)
        except Exception as error:
            fault = site.explain(error)
            self._answer(_BLANK, name, HTTPStatus.INTERNAL_SERVER_ERROR, fault)
            return
        place = Path(self.translate_path(f"/{name}"))
        if content is None and place.suffix == ".html" and place.is_file():
            content = place.read_bytes()
        if content is None:
            super().do_GET()
        else:
            self._answer(content, name)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page where there is nothing."""
        missing = self.server.site.folder / "404.html"
        page = missing.read_bytes() if missing.is_file() else _BLANK
        self._answer(page, missing.name, HTTPStatus(code))

    def _answer(
        self, content: bytes | str, name: str, status: HTTPStatus = HTTPStatus.OK, fault: str = ""
    ) -> None:
        content = content.encode() if isinstance(content, str) else content
        if name.endswith(".html"):
            site = self.server.site
            fault = fault or site.fault
            added = _FAULT.format(escape(fault)) if fault else ""
            added += f'<script src="{_LIVE}reload.js" data-version="{self._version or site.version}"></script></body>'
            content = content.replace(b"</body>", added.encode(), 1)
        self.send_response(status)
        kind = self.guess_type(name)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind[:5] == "text/" else kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def list_directory(self, path: object) -> None:
        """Show no list where there is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Let a browser ask each time: what stands at an address may be new."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what the build finds."""


class _Server(ThreadingHTTPServer):
    """A server of one site, at this machine alone."""

    daemon_threads = True

    def __init__(self, site: Site, port: int):
        self.site = site
        super().__init__(("127.0.0.1", port), lambda *args: _Handler(*args, directory=site.folder))

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a browser that went elsewhere before its answer was there."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def serve(build: Build, folder: Path, watched: Iterable[Path], port: int, explain: Explain) -> None:
    """Serve a folder until an interrupt, and build it again whenever something watched changes.

    `build` gets what tells that pages can be made, and what raises `Outdated` where it must give up;
    `explain` says why it has failed.
    """
    site = Site(build, folder, explain)
    try:
        server = _Server(site, port)
    except OSError as error:
        raise RefusedError(
            f"Không mở được cổng {port} ({error.strerror}); chọn cổng khác, ví dụ --port {port + 1}."
        ) from error
    # Whoever ends us has all cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=server.serve_forever, args=(_LOOK,), daemon=True).start()
    print(f"Xem tại http://127.0.0.1:{server.server_port}/ (Ctrl+C để dừng)", flush=True)
    try:
        for _ in _list_changes(list(watched)):
            site.renew()
    except KeyboardInterrupt:
        print("Dừng.")
    finally:
        site.stop()
        server.shutdown()
        server.server_close()


def _list_changes(watched: list[Path]) -> Iterator[None]:
    """Yield at the beginning, and whenever something has changed and rests again."""
    seen: Looks = {}
    while True:
        now = _look(watched)
        if now != seen:
            seen = wait_for_rest(partial(_look, watched), seen, now)
            yield
        time.sleep(_LOOK)


def wait_for_rest(look: Callable[[], Looks], before: Looks, now: Looks) -> Looks:
    """Wait until what has changed lies still, and give that."""
    still, needed = 0, 1
    while still < needed:
        time.sleep(_REST)
        later = look()
        still, now = (still + 1 if later == now else 0), later
        emptied = any(size and not now.get(path, (0, 0))[1] for path, (_, size) in before.items())
        needed = _EMPTY if emptied else 1
    return now


def _look(watched: list[Path]) -> Looks:
    """Tell when each file was changed last, and its size."""
    found = {}
    for place in watched:
        files = [str(place)] if place.is_file() else _list_files(place)
        for path in files:
            try:
                about = os.stat(path)
            except OSError:  # gone in this moment
                continue
            found[path] = about.st_mtime_ns, about.st_size
    return found


def _list_files(folder: Path) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        for name in names:
            if not (name.startswith(".") or name.endswith("~")):  # what editors keep
                yield os.path.join(where, name)
