"""``summitry explore`` as a process: what it answers to whom, and how it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.command import COMMAND, in_own_process, summitry
from tests.end_to_end.test_command_line import SMALL
from tests.end_to_end.test_interrupt import wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port."""
    talks = tmp_path_factory.mktemp("talks") / "small.yaml"
    talks.write_text(SMALL)
    process = subprocess.Popen(  # noqa: S603 our own command
        [COMMAND, "explore", talks, "--no-open", "--port", "0", "--worlds", "50"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    assert process.stdout is not None
    address = urlsplit(process.stdout.readline().split()[0])
    assert address.hostname == "127.0.0.1"
    assert address.port
    yield process, address.port
    if process.poll() is None:
        process.kill()
    process.communicate()


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


def upload(port: int, name: str, text: bytes) -> tuple[int, str]:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return ask(port, "POST", "/upload", head + text + b"\r\n--x--\r\n", Content_Type="multipart/form-data; boundary=x")


def test_it_answers_to_its_own_page_and_to_nobody_elses(server: tuple[subprocess.Popen[str], int]) -> None:
    _, port = server
    assert ask(port, "GET", "/")[0] == 200
    assert ask(port, "POST", "/answer", b"", Origin=f"http://127.0.0.1:{port}")[0] == 200
    assert ask(port, "POST", "/answer", b"", Origin="http://elsewhere.example")[0] == 403
    assert ask(port, "GET", "/", Host=f"elsewhere.example:{port}")[0] == 403
    with pytest.raises(OSError, match="refused"):  # it listens on that one address only
        socket.create_connection(("127.0.0.2", port))


def test_it_opens_no_path_that_a_visitor_names(server: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    _, port = server
    private = tmp_path / "private.yaml"
    private.write_text(SMALL.replace("Two neighbours talk", "Nobody's business"))
    for path in (f"/?talks={private}", "/?talks=../small.yaml", "/page/../serving.py", "/page/%2e%2e/serving.py"):
        status, said = ask(port, "GET", path)
        assert status == 404
        assert "Nobody" not in said
        assert "import" not in said
    status, said = upload(port, "mine.yaml", f"extends: {private}\n".encode())
    assert status == 422
    assert "mine.yaml:1:10: extends: found" in said
    assert "Nobody" not in said


def test_an_upload_with_mistakes_too_large_or_missing_is_refused_in_words(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    _, port = server
    status, said = upload(port, "mine.yaml", SMALL.replace("ideal", "idael", 1).encode())
    assert status == 422
    assert "<li>mine.yaml:8:16: states.east.positions.troops.idael: found &#x27;idael&#x27;" in said.replace(
        "&#39;", "&#x27;"
    )
    status, said = upload(port, "mine.yaml", b"# " + b"x" * 600_000)
    assert status == 422
    assert "found more than 500,000 bytes" in said
    assert "found no file" in ask(port, "POST", "/upload", b"")[1]
    status, said = upload(port, "mine.yaml", SMALL.encode())
    assert status == 200
    assert ask(port, "GET", said)[0] == 200


def test_what_is_set_comes_back_as_a_file_and_what_cannot_be_is_refused(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    _, port = server
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    status, said = ask(port, "POST", "/variant/save", b"states.east.premium=0.25", **form)
    assert (status, said) == (200, "extends: small.yaml\nstates:\n  east: {premium: 0.25}\n")
    assert ask(port, "POST", "/answer", b"states.east.premium=lots", **form)[0] == 422
    assert ask(port, "POST", "/world", b"world=-1", **form)[0] == 422
    assert ask(port, "POST", "/world", b"world=2", **form)[1].count('<li class="step"') >= 3
    assert ask(port, "POST", "/chart/nothing", b"", **form)[0] == 404
    status, said = ask(port, "POST", "/report", b"states.east.premium=0.25", **form)
    assert status == 200
    assert "<title>" in said
    assert "Two neighbours talk" in said


@pytest.mark.skipif(sys.platform == "win32", reason="signals to process groups")
def test_a_port_that_is_taken_is_said_in_a_line_and_ctrl_c_ends_with_130(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = server
    ran = in_own_process("explore", "--no-open", "--port", str(port))
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        f"summitry: port {port} is not free (address already in use), choose another with --port"
    ]
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_without_its_extra_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['tornado'] = None; from summitry.commands import main; main()"
    ran = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "-c", code, "explore", "--no-open"], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 2
    assert (
        ran.stderr == "explore: found no Tornado here, expected the extra 'explore': pip install 'summitry[explore]'\n"
    )
    wrong = summitry("explore", "reykjavik-2012", "--no-open")
    assert wrong.returncode == 2
    assert "did you mean" in wrong.stderr


HANDS = """\
import os, signal
from summitry.explorer import hands

if __name__ == "__main__":
    hands.cores = lambda: 2
    with hands.hands() as executor:
        print(*{executor.submit(os.getpid).result() for _ in range(8)}, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_who_plays_for_it_ends_when_it_is_killed(tmp_path: Path) -> None:
    (tmp_path / "killed.py").write_text(HANDS)
    ran = subprocess.run([sys.executable, tmp_path / "killed.py"], capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == -signal.SIGKILL
    players = [int(number) for number in ran.stdout.split()]
    assert players
    wait_for(lambda: not any(_runs(number) for number in players))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
