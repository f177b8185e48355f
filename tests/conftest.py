"""For every test: warnings are errors (third parties' are listed here), and nothing but this machine can be reached."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

THIRD_PARTY_WARNINGS = (
    # diffusers' Euler schedulers hand torch tensors to numpy 2, which calls torch's __array__ without `copy`
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in THIRD_PARTY_WARNINGS:
        config.addinivalue_line("filterwarnings", line)


class NetworkBlocked(OSError):
    """A test tried to leave this machine."""


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """No socket may connect anywhere but to the loopback addresses, and no other name is looked up."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked_connect(self: socket.socket, address: Any) -> None:
        _refuse_unless_local(address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_unless_local(address)
        return connect_ex(self, address)

    def checked_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_unless_local((host, 0))
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", checked_connect)
    patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
    patch.setattr(socket, "getaddrinfo", checked_getaddrinfo)
    yield
    patch.undo()


def _refuse_unless_local(address: Any) -> None:
    if not isinstance(address, tuple) or address[0] in (None, "", "localhost", b"localhost"):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    try:
        parsed = ipaddress.ip_address(host)
        local = parsed.is_loopback or parsed.is_unspecified
    except ValueError:
        local = host.endswith(".localhost")
    if not local:
        raise NetworkBlocked(f"a test tried to reach {host}")
