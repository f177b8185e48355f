"""`Settings`: what the person who starts Emerge has chosen, by flags and environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ASSETS = Path(__file__).resolve().parents[1] / "assets"
PORT = 7860
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SPACE_FRAME_HOSTS = ("huggingface.co", "*.huggingface.co", "*.hf.space")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """allow_hosts: host names beside the loopback ones under which the page may be opened.
    frame_hosts: sites that may show the page in a frame. space: whether this is a Hugging Face Space.
    brief_model: the folder of an instruction model that expands prompts, where the host names one.
    history: whether finished runs are kept in the data directory, for everybody who reaches this studio to see.
    """

    data_dir: Path
    model: str = "mau"
    device: str = "auto"
    host: str = "127.0.0.1"
    port: int = PORT
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    frame_hosts: tuple[str, ...] = ()
    space: bool = False
    history: bool = True
    brief_model: Path | None = None

    @property
    def uploads_dir(self) -> Path:
        """Where uploads and finished pictures lie for some minutes; another Emerge on the same data has another."""
        return self.data_dir / "passing" / str(os.getpid())

    @property
    def batches_dir(self) -> Path:
        """Where the pictures of many photos at once lie for a week."""
        return self.data_dir / "batches"

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the page."""
        name = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{name}]:{self.port}" if ":" in name else f"http://{name}:{self.port}"

    @property
    def needs_hub(self) -> bool:
        """Whether the model may have to be fetched: "owner/name", and no such path here."""
        return re.fullmatch(r"[\w.-]+/[\w.-]+(@[\w./-]+)?", self.model) is not None and not Path(self.model).exists()


def hosts_in(names: Iterable[str]) -> tuple[str, ...]:
    """Host names as the person wrote them, without scheme, port and path. Raises ValueError for an empty one."""
    hosts = []
    for name in names:
        host = urlsplit(name if "//" in name else f"//{name}").hostname
        if not host:
            raise ValueError(f"“{name}” is no host name.")
        hosts.append(host)
    return tuple(hosts)
