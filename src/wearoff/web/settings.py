"""What a run of the page is told: where it listens, its launch token, and how much it takes."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field

from wearoff.errors import InputError, argument

LOCAL = "localhost"
MOST_UPLOAD = 256 * 2**20
"""Bytes of one upload; a larger file is for `wearoff import`, which streams it."""
MOST_SECONDS = 60.0
"""An upload that takes longer is given up."""


def new_secret() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One run of the page.

    Attributes:
        host: Address that it listens on; of this machine alone.
        port: Of this run.
        token: Opens what shows or changes data of a person; a new one each run.
        secret: What the cookie of a browser holds that was let in; a new one each run.
        most_upload: Bytes of a request.
        most_seconds: For a request to arrive.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = field(default_factory=new_secret, repr=False)
    secret: str = field(default_factory=new_secret, repr=False)
    most_upload: int = MOST_UPLOAD
    most_seconds: float = MOST_SECONDS

    @property
    def names(self) -> frozenset[str]:
        """What a request may call this machine, with the port."""
        hosts = {"127.0.0.1", LOCAL, "[::1]", self._named}
        return frozenset(f"{host}:{self.port}" for host in hosts)

    @property
    def cookie(self) -> str:
        """Name of the cookie that holds the secret; cookies do not tell ports apart."""
        return f"wearoff_{self.port}"

    @property
    def address(self) -> str:
        """Where the first page is."""
        return f"http://{self._named}:{self.port}/"

    @property
    def _named(self) -> str:
        """The address as it stands in a link."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def opening(self) -> str:
        """The address that lets a browser in."""
        return self.opening_with(self.token)

    def opening_with(self, token: str) -> str:
        """The same with a token of its own."""
        return f"{self.address}open?token={token}"


def check_host(host: str) -> str:
    """The address to listen on, or an error if others could reach it.

    Raises:
        InputError: it is not of this machine alone.

    Example:
        >>> from wearoff.web.settings import check_host
        >>> check_host("127.0.0.1")
        '127.0.0.1'
    """
    try:
        local = host == LOCAL or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise InputError(
            f"{argument('host')} {host!r}: others could reach the page, and there are no accounts",
            allowed="127.0.0.1, ::1, localhost",
            fix=f"leave {argument('host')} out",
        )
    return "127.0.0.1" if host == LOCAL else host
