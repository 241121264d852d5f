"""A NONMEM control stream read and run without NONMEM, as far as ours go.

Its abbreviated code becomes Python, line by line; compartments, doses and emptied compartments are
those of the data; SciPy integrates.
"""

from __future__ import annotations

import math
import re

import numpy as np
from scipy.integrate import solve_ivp

RELATIONS = {".GT.": ">", ".GE.": ">=", ".LT.": "<", ".LE.": "<="}
FUNCTIONS = {"EXP": math.exp, "LOG": math.log, "SQRT": math.sqrt}


def records(text):
    """Lines of each record by its name, without comments, continued lines joined."""
    found = {}
    for line in text.replace("&\n", " ").splitlines():
        plain = line.partition(";")[0].strip()
        if plain.startswith("$"):
            name, _, rest = plain[1:].partition(" ")
            found[name] = lines = []
            plain = rest.strip()
        if plain:
            lines.append(plain)
    return found


def python(lines):
    """Statements of abbreviated code as Python."""
    said = []
    for line in lines:
        guard = re.fullmatch(r"IF \((.*)\) (\w+ = .*)", line)
        text = f"{guard[2]} if {guard[1]} else {guard[2].split()[0]}" if guard else line
        for theirs, ours in RELATIONS.items():
            text = text.replace(theirs, ours)
        said.append(re.sub(r"\b(A|DADT|THETA|ETA|EPS|A_0)\((\d+)\)", r"\1[\2]", text))
    return compile("\n".join(said), "control stream", "exec")


def predicted(text, table, person):
    """IPRED at a person's observations, every ETA at 0.

    Args:
        text: Of the control stream.
        table: Of the data, a pandas DataFrame.
        person: ID.
    """
    of = records(text)
    thetas = [float(line.split()[0]) for line in of["THETA"]]
    amounts = dict.fromkeys(range(1, len(of["MODEL"]) + 1), 0.0)
    zeros = dict.fromkeys(range(1, len(of["OMEGA"]) + 1), 0.0)
    names = {**FUNCTIONS, "THETA": dict(enumerate(thetas, 1)), "ETA": zeros, "A_0": amounts}
    exec(python(of["PK"]), names)  # noqa: S102 - our own text
    rates, reading = python(of["DES"]), python(line for line in of["ERROR"] if "EPS" not in line)

    def slope(time, state):
        names.update(T=time, A=dict(enumerate(state, 1)), DADT={})
        exec(rates, names)  # noqa: S102 - our own text
        return [names["DADT"][k] for k in range(1, len(state) + 1)]

    state, now, seen = np.array([amounts[k] for k in sorted(amounts)]), 0.0, []
    for row in table[table["ID"] == person].itertuples():
        if now < row.TIME:
            run = solve_ivp(slope, (now, row.TIME), state, rtol=1e-6, atol=1e-8, method="LSODA")
            state, now = run.y[:, -1].copy(), float(row.TIME)
        if row.EVID == 0:
            names["A"] = dict(enumerate(state, 1))
            exec(reading, names)  # noqa: S102 - our own text
            seen.append(names["IPRED"])
        elif row.EVID == 2:
            state[-int(row.CMT) - 1] = 0.0
        else:
            state[int(row.CMT) - 1] += float(row.AMT)
    return np.array(seen)
