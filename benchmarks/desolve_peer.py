"""deSolve: LSODA called from R; the right-hand side and all loops over days are compiled from C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.in_r import SCRIPTS, InR
from benchmarks.scalar import in_c

if TYPE_CHECKING:
    from benchmarks.case import Case


def desolve(case: Case, *, rtol: float, atol: float) -> InR:
    """Courses of one patient after the other; the solver starts anew at each session.

    A call of the solver goes through deSolve's own R, as for all who use it.
    """
    r = InR("deSolve", case, rtol=rtol, atol=atol)
    (r.folder / "system.h").write_text(in_c(case.system), encoding="utf-8")
    source = (SCRIPTS / "desolve_peer.c").read_text(encoding="utf-8")
    (r.folder / "model.c").write_text(source, encoding="utf-8")
    r.ask("system('R CMD SHLIB model.c', ignore.stdout = TRUE)")
    r.script("desolve_peer.R")
    return r
