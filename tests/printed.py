"""What stands in a printed text: numbers, estimates, and nothing to fetch."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

NUMBER = r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
BETWEEN = re.compile(rf"({NUMBER}) \(({NUMBER}) to ({NUMBER})\)")


def by_hand(value, digits=0, *, times=1):
    """A number as one rounds it by hand: half goes away from zero."""
    last = Decimal(1).scaleb(-digits)
    return float((Decimal(repr(float(value))) * times).quantize(last, ROUND_HALF_UP))


def to_one_decimal(texts, estimate):
    """Whether ``mean (lo to hi)`` as printed is the estimate to one decimal."""
    wanted = [estimate[key] for key in ("mean", "lo90", "hi90")]
    return [float(text) for text in texts] == pytest.approx(wanted, abs=0.0501)


def assert_closed(text):
    """No address but the names of SVG's own vocabulary, no script, nothing to load."""
    addresses = re.sub(r'xmlns(:\w+)?="http://www\.w3\.org/[^"]*"', "", text)
    assert not re.search(r"https?://|//[a-z]+\.", addresses)
    assert not re.search(r"<script|javascript:|\son\w+\s*=|@import|url\((?!#)", text, re.IGNORECASE)
    assert not re.search(r"<(link|img|iframe|object|embed|image|use)\b", text, re.IGNORECASE)
