"""Antimony, a readable language of the same models: from SBML, by its own library."""

from __future__ import annotations

from wearoff.errors import InputError, WearoffError

MISSING = "pip install 'wearoff[tools]'"


def from_sbml(sbml: str) -> str:
    """A model in Antimony.

    Args:
        sbml: the model as SBML.

    Raises:
        InputError: the library is not installed.

    Example:
        >>> import wearoff
        >>> found = wearoff.export("healthy_muscle", path="muscle.xml", years=0.25)
        >>> "model *healthy_muscle()" in from_sbml(found.path.read_text())
        True
    """
    try:
        import antimony
    except ImportError:
        raise InputError("antimony is not installed", fix=MISSING) from None
    antimony.clearPreviousLoads()
    if antimony.loadSBMLString(sbml) < 0:
        raise WearoffError(f"antimony: {antimony.getLastError()}")
    return str(antimony.getAntimonyString(antimony.getMainModuleName()))
