"""Ends a process that tries to reach beyond this machine; loaded by every Python that finds it."""

import ipaddress
import os
import sys


def _watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    try:
        local = host in {None, "", "localhost"} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        sys.stderr.write(f"tried to reach {host!r}\n")
        sys.stderr.flush()
        os._exit(70)


sys.addaudithook(_watch)
