"""What is saved while a site is served is shown at once, and is the whole site soon after."""

import re
import shutil
import signal
import socket
import struct
import threading
import time
from itertools import chain, pairwise, repeat

import pytest

from planbook.model import RefusedError
from planbook.publish.workers import run_jobs
from planbook.serving import Site, serve, wait_for_rest
from tests.conftest import PAPER, held
from tests.department import place_department
from tests.local_server import get, serve_command, serving

VERSION = re.compile(r'data-version="(\d+)"')
PAGE, TASK = "/about/", "/tasks/2020q2-i-1/"
OF_SERVER = re.compile(
    r'<link rel="stylesheet" href="/.live.*?</aside>\s*|<script src="/.live/.*?</script>', re.S
)


@pytest.fixture(scope="module")
def place(root, site, tmp_path_factory):
    """A root of our own, with what the department's site keeps so that papers are not made anew."""
    place = tmp_path_factory.mktemp("served") / "root"
    place_department(place)
    shutil.copytree(root / ".cache", place / ".cache")
    return place


@pytest.fixture(scope="module")
def port(place):
    """The port at which the root is served, and its whole site stands."""
    with serving(place, serve_command(place)) as (_, port):
        assert get(port, "/build.json")[0] == 200
        yield port


@pytest.fixture
def saved(place):
    """Save files of the root; they are as they were when the test ends."""
    before = {}

    def save(path, old, new):
        file = place / path
        text = file.read_text("utf-8")
        before.setdefault(file, text)
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    yield save
    for file, text in before.items():
        file.write_text(text, encoding="utf-8")


def wait_for(port, path, words):
    """Ask for a path until its answer has some words."""
    while words not in (answer := get(port, path))[1]:
        time.sleep(0.05)
    return answer


def without_server(page):
    """Leave out of a page what the server adds."""
    return OF_SERVER.sub("", page)


def test_a_page_is_shown_before_the_site_stands(port, place, saved):
    """A saved text is on its page while the old site still lies in its folder; then the new one does."""
    file = place / "site/about/index.html"
    with held(place, PAPER):
        saved("content/about.md", "\n## ", "\nCâu vừa viết.\n\n## ")
        wait_for(port, PAGE, "Câu vừa viết.")
        assert "Câu vừa viết." not in file.read_text("utf-8")
    status, _ = get(port, "/build.json")  # which waits for the whole
    assert status == 200
    assert "Câu vừa viết." in file.read_text("utf-8")


def test_what_is_no_page_waits_for_the_new_site(port, saved):
    """The open data has what was saved, for it is not given before it is made."""
    version = VERSION.search(get(port, PAGE)[1])[1]
    saved("data/tasks.yaml", 'result: "', 'result: "Vừa sửa. ')
    assert get(port, f"/.live/{version}")[1] != version  # answered when there is something new
    assert "Vừa sửa. " in get(port, "/data/tasks.json")[1]


def test_the_last_of_several_changes_counts(port, place, saved):
    """What is saved while a site is being built ends that build, and is what stands at last."""
    words = ["Lần một.", "Lần hai.", "Lần ba."]
    saved("content/about.md", "\n## ", f"\n{words[0]}\n\n## ")
    for old, new in pairwise(words):
        wait_for(port, PAGE, old)
        saved("content/about.md", old, new)
    wait_for(port, PAGE, words[-1])
    get(port, "/build.json")
    assert words[-1] in (place / "site/about/index.html").read_text("utf-8")
    assert not list(place.glob(".site.*"))


def test_a_mistake_is_told_on_the_page_until_it_is_mended(port, place, saved):
    """Of a mistake in the data a page says file, line and record, above what it showed before."""
    before = wait_for(port, TASK, "Nhiệm vụ")[1]
    saved("data/tasks.yaml", "  plan: ket-luan", "  plam: ket-luan")
    after = wait_for(port, TASK, "data/tasks.yaml:5:3: 2020q2-i-1: plam")[1]
    assert without_server(after) == without_server(before)
    assert "plam" in (place / "served.log").read_text("utf-8")
    saved("data/tasks.yaml", "  plam: ket-luan", "  plan: ket-luan")
    while 'role="alert"' in get(port, TASK)[1]:
        time.sleep(0.05)


def test_a_file_that_is_being_written_is_no_mistake():
    """A file that is empty for a moment, as most editors leave it while they write, is waited for."""
    before, empty, after = ({"tasks.yaml": look} for look in [(1, 9), (2, 0), (3, 9)])
    looks = chain(repeat(empty, 9), repeat(after))
    assert wait_for_rest(lambda: next(looks), before, empty) == after


def test_a_broken_template_is_told_on_the_page(port, place):
    """A mistake in a template of one's own is a sentence in the browser and in the terminal."""
    own = place / "templates/pages/written.html"
    own.parent.mkdir(parents=True)
    own.write_text("{% block report %}{{ nothing }}{% endblock %}", encoding="utf-8")
    try:
        wait_for(port, PAGE, "không có gì tên “nothing”")
        whole = wait_for(port, PAGE, "<h1")[1]  # the build has failed, so the old page is shown
        assert "không có gì tên “nothing”" in whole
    finally:
        shutil.rmtree(place / "templates")
    said = (place / "served.log").read_text("utf-8")
    assert "không có gì tên “nothing”" in said
    assert "Traceback" not in said


def test_who_goes_elsewhere_leaves_no_traceback(port, place, saved):
    """A browser that waits for something new, and is closed, is no matter for the terminal."""
    version = VERSION.search(get(port, PAGE)[1])[1]
    with socket.create_connection(("127.0.0.1", port)) as waiting:
        waiting.sendall(f"GET /.live/{version} HTTP/1.0\r\n\r\n".encode())
        linger = struct.pack("ii", 1, 0)  # so that closing breaks off
        waiting.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    saved("content/about.md", "\n## ", "\nCâu nữa.\n\n## ")
    wait_for(port, PAGE, "Câu nữa.")
    get(port, "/build.json")
    assert "Traceback" not in (place / "served.log").read_text("utf-8")


def test_no_process_inherits_a_lock_of_a_page_in_the_making(tmp_path):
    """A process that is forked while a page is made finds free what the page's thread held."""
    lock, begun = threading.Lock(), threading.Event()

    def find(path):
        with lock:
            begun.set()
            time.sleep(0.3)
        return path

    def try_lock():
        yield "free", str(lock.acquire(timeout=1))

    def build(show, go_on):
        show(find)
        begun.wait()
        run_jobs([try_lock], tmp_path)

    site = Site(build, tmp_path, str)
    site.renew()
    assert site.find("a.html")[0] == "a.html"
    site.join()
    assert (tmp_path / "free").read_text("utf-8") == "True"


def test_nothing_has_the_sites_own_page(port):
    """An address of nothing is answered by the site's page for that."""
    status, text = get(port, "/nothing/")
    assert status == 404
    assert "Không tìm thấy trang" in text


def test_no_path_leads_out_of_the_site(port):
    """What lies beside the site is not given away."""
    for path in ("/../served.log", "/%2e%2e/served.log", "/..%2fdata/tasks.yaml", "/assets/"):
        assert get(port, path)[0] == 404


def test_a_port_that_is_taken_is_told(tmp_path):
    """Who starts a second server is told what to write."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RefusedError, match=f"--port {port + 1}"):
            serve(lambda *_: None, tmp_path, [], port, str)


def test_a_first_site_that_cannot_be_built_is_told(place, tmp_path):
    """Where no site stands yet a browser is told why, and shows the site when that is mended."""
    other = tmp_path / "root"
    shutil.copytree(place, other, ignore=shutil.ignore_patterns("site", ".site.*"))
    tasks = other / "data/tasks.yaml"
    right = tasks.read_text("utf-8")
    tasks.write_text(right.replace("  plan: ket-luan", "  plam: ket-luan", 1), encoding="utf-8")
    with serving(other, serve_command(other)) as (_, port):
        status, told = wait_for(port, "/", "plam")
        assert status == 404
        assert "data-version" in told
        tasks.write_text(right, encoding="utf-8")
        assert wait_for(port, "/", "<h1")[0] == 200


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all(end, place, tmp_path):
    """Whoever ends the server while a site is being built leaves nothing half done."""
    other = tmp_path / "root"
    shutil.copytree(place, other, ignore=shutil.ignore_patterns("site", ".site.*"))
    with serving(other, serve_command(other)) as (process, port):
        get(port, "/")
        process.send_signal(end)
        assert process.wait() == 0
        assert "Dừng." in (other / "served.log").read_text("utf-8")
        assert not list(other.glob(".site.*"))
