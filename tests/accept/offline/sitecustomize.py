"""Read by the studio's Python at its start: only this machine can be reached, other attempts are written down."""

import ipaddress
import os
import sys

LOG = os.environ.get("EMERGE_OFFLINE_LOG", os.devnull)
WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def is_local(host: object) -> bool:
    """Whether a host is this machine itself, so that no name has to be looked up and no packet leaves."""
    text = host.decode() if isinstance(host, bytes) else str(host)
    if host is None or text in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Refuses what would leave the machine."""
    if event not in WATCHED:
        return
    where = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    if isinstance(where, tuple):
        where = where[0]
    elif event in ("socket.connect", "socket.sendto"):
        return  # a socket of this machine's file system
    if not is_local(where):
        with open(LOG, "a") as log:
            log.write(f"{event} {where}\n")
        raise OSError(f"acceptance: {event} to {where} is not allowed")


sys.addaudithook(hook)
