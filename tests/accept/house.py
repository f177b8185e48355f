"""A fresh clone, its environment, and the studio running in it without a network."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

OFFLINE = Path(__file__).with_name("offline")
START_TIMEOUT_S = 120.0


@dataclass(frozen=True, kw_only=True)
class Started:
    """How long a start took, in seconds from the command."""

    answers_s: float
    ready_s: float
    first_words: str


def clone(repository: Path, folder: Path) -> None:
    """HEAD of the repository, and nothing that is not committed."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(repository), str(folder)], check=True)


def install(folder: Path) -> float:
    """`make install`; gives back how long it took, in seconds."""
    began = time.monotonic()
    environment = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL")
    }
    subprocess.run(["make", "install"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """The studio of one folder, started with `make run`, on one port and data directory over several starts."""

    def __init__(self, folder: Path, scratch: Path, flags: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = scratch / "studio.log"
        self.attempts_log = scratch / "attempts.log"
        self.flags = f"--port {self.port} --data-dir {scratch / 'data'} {flags}".strip()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Started:
        """Runs the command and waits until a picture could be painted. Raises RuntimeError with the log."""
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")},
            "PYTHONPATH": str(OFFLINE),
            "EMERGE_OFFLINE_LOG": str(self.attempts_log),
        }
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["make", "run", f"ARGS={self.flags}"],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        first_words = self._wait_for("/", 200)
        answers_s = time.monotonic() - began
        readiness = self._ask("/readyz")[1]
        self._wait_for("/readyz", 200)
        return Started(answers_s=answers_s, ready_s=time.monotonic() - began, first_words=readiness or first_words)

    def stop(self) -> float:
        """Ctrl+C, as a person would; gives back the seconds until it was gone."""
        if self._process is None:
            return 0.0
        began = time.monotonic()
        os.killpg(self._process.pid, signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
        return time.monotonic() - began

    def attempts(self) -> list[str]:
        """What the process tried to reach outside this machine."""
        return self.attempts_log.read_text().splitlines() if self.attempts_log.exists() else []

    def _wait_for(self, path: str, status: int) -> str:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise RuntimeError(f"`make run` ended by itself:\n{self.log.read_text()[-2000:]}")
            found, body = self._ask(path)
            if found == status:
                return body
            time.sleep(0.05)
        raise RuntimeError(f"{path} did not answer {status} in {START_TIMEOUT_S:g} s:\n{self.log.read_text()[-2000:]}")

    def _ask(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")
        except OSError:
            return 0, ""
