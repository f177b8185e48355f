"""A running Emerge: `python app.py` on a free port, with a small random model and a data directory of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
READY_S = 300.0


class House:
    """Starts and stops the server; `log` is what it printed."""

    def __init__(self, model: Path, data_dir: Path) -> None:
        self.model = model
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.parent / "server.log"
        self._flags: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *flags: str, **environment: str) -> None:
        """Starts the server and waits until it can paint."""
        self._flags = flags
        command = [sys.executable, "app.py", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--model", str(self.model), *flags],
                cwd=ROOT, stdout=log, stderr=log, env={**os.environ, **environment},
            )  # fmt: skip
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.log.read_text()}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        self.stop(signal.SIGKILL)
        raise RuntimeError(f"the server was not ready: {self.log.read_text()}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ends the server and gives back its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(number)
        code = self._process.wait(timeout=60)
        self._process = None
        return code

    def restart(self) -> None:
        """Ends the server as people do, and starts it again as it was started."""
        assert self.stop() == 0
        self.start(*self._flags)

    def raw(self, path: str, body: Any) -> httpx.Response:
        """A POST as a program would send it."""
        return httpx.post(f"{self.url}/gradio_api/{path}", content=body, headers={"content-type": "application/json"})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
