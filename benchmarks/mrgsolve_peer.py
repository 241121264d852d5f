"""mrgsolve: its own LSODA in C++, and a model in its language around the same functions.

A session is a record of the data set (``EVID`` 2, ``AMT`` the session's number). What a needle
does to the states depends on them, so the model's `$EVENT` computes it and puts each new value in
its compartment by `evt::replace`, mrgsolve's own means for that, after which the solver starts
anew. Days are observations after the session of their day; the loop over them is mrgsolve's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.in_r import InR
from benchmarks.scalar import in_c

if TYPE_CHECKING:
    from benchmarks.case import Case

MODEL = """
$PLUGIN evtools
$PARAM {given}
$INIT {start}
$GLOBAL
{functions}
static double held[HELD], reading[READINGS];
static const double doses[][{muscles}] = {{ {doses} }};
$MAIN
if (NEWIND <= 1) of_patient(_THETA_.data(), held);
$ODE @!audit
rates(_ODETIME_, _A_, _DADT_, held);
$EVENT
if (EVID == 2) {{
  std::vector<double> after = _A_;
  needle(after.data(), held, doses[int(AMT)]);
  of_session(after.data(), held);
  for (int k = 0; k < STATES; k++) {{
    if (after[k] != _A_[k]) evt::replace(self, after[k], k + 1);
  }}
}}
$TABLE
read(_A_.data(), held, reading);
{captured}
"""


def mrgsolve(case: Case, *, rtol: float, atol: float) -> InR:
    """All patients in one call."""
    r = InR("mrgsolve", case, rtol=rtol, atol=atol)
    (r.folder / "model.cpp").write_text(model(case), encoding="utf-8")
    r.script("mrgsolve_peer.R")
    return r


def model(case: Case) -> str:
    """The model in mrgsolve's language; names do not matter, their order does."""
    system = case.system
    doses = [case.schedule[0][first] for first, _ in case.segments]
    return MODEL.format(
        given=", ".join(f"given{k} = 0" for k in range(len(system.parameters))),
        start=", ".join(f"state{k} = {system.start[live]}" for k, live in enumerate(system.live)),
        functions=in_c(system),
        muscles=len(doses[0]),
        doses=", ".join(f"{{ {', '.join(map(repr, dose.tolist()))} }}" for dose in doses),
        captured="\n".join(
            f"capture outcome{k} = reading[{k}];" for k in range(len(system.readings))
        ),
    )
