"""The policy of a page that is one file: it may run and look as it was written, and reach nothing.

A file has no server that could send the policy, so it stands in the page. Its own script and style
are named by their hashes; whatever else comes into the page is neither run nor loaded.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def policy(*, style: str, script: str | None = None) -> str:
    """The Content-Security-Policy of a page with this style and, where it has one, this script."""
    allowed = [f"style-src {_named(style)}"]
    if script is not None:
        allowed.append(f"script-src {_named(script)}")
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _named(text: str) -> str:
    digest = sha256(text.encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"
