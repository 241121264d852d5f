"""What a shell offers when a name is begun: names alone, and nothing that computes is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def conditions(incomplete: str) -> list[str]:
    """Conditions that begin so."""
    from wearoff.model.conditions import CONDITIONS

    return _begun(incomplete, CONDITIONS)


def plans(incomplete: str) -> list[str]:
    """Injection plans that begin so."""
    from wearoff.evidence import injections

    return _begun(incomplete, injections.plans())


def products(incomplete: str) -> list[str]:
    """Products that begin so."""
    from wearoff.units import PRODUCT_UNITS

    return _begun(incomplete, PRODUCT_UNITS)


def numbers(incomplete: str) -> list[str]:
    """Evidence numbers that begin so."""
    from wearoff.evidence import rows

    return _begun(incomplete, (record["name"] for record in rows.table("numbers")))


def settings(incomplete: str) -> list[str]:
    """Evidence numbers that begin so, ready to be given a value."""
    return [f"{name}=" for name in numbers(incomplete)]


def claims(incomplete: str) -> list[str]:
    """Claims whose id begins so."""
    from wearoff.evidence import rows

    return _begun(incomplete, (record["id"] for record in rows.table("claims")))


def grades(incomplete: str) -> list[str]:
    """Grades of claims that begin so."""
    from wearoff.evidence.claims import GRADES

    return _begun(incomplete, GRADES)


def _begun(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
