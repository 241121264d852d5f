"""One plain run of a model in libroadrunner, a reading a day, in a process of its own.

python second_opinion.py MODEL.xml DAYS OUT.npz [NAME=VALUE ...]

Its compiler and that of the simulator under test do not share a process well.
"""

from __future__ import annotations

import sys

import numpy as np
import roadrunner


def main(model_path, days, out, *settings):
    """Simulate days 0 to DAYS - 1 and save every reading by its name."""
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
    model = roadrunner.RoadRunner(model_path)
    for setting in settings:
        name, _, value = setting.partition("=")
        model[name] = float(value)
    if settings:
        model.reset()  # the event of day 0 had come with the old number
    names = [name for name in model.model.getGlobalParameterIds() if "__" in name]
    model.timeCourseSelections = ["time", *names]
    model.integrator.relative_tolerance = 1e-8
    model.integrator.absolute_tolerance = 1e-10
    table = np.asarray(model.simulate(0, int(days) - 1, int(days)))
    np.savez(out, time=table[:, 0], **dict(zip(names, table[:, 1:].T, strict=True)))


if __name__ == "__main__":
    main(*sys.argv[1:])
