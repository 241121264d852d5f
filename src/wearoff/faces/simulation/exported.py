"""What `wearoff export` shows: what was written, and how it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import words
from wearoff.formats.documents import to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.simulation.export import Exported


def show_export(found: Exported, *, as_json: bool, progress: Callable[[str], None]) -> None:
    """Print what a written model holds."""
    document = found.to_dict()
    for warning in document["warnings"]:
        progress(f"note: {warning}")
    if as_json:
        print(to_json(document), end="")
        return
    cohort = found.simulation.cohort
    heading = f"{cohort.condition.title}: one typical patient, {cohort.days} days, "
    counts = ", ".join(f"{len(document[name])} {name}" for name in ("states", "numbers", "events"))
    width = max(map(len, document["outcomes"]))
    lines = [
        heading + f"plan {document['plan']}, {document['product']}",
        counts,
        "",
        f"{'outcome':<{width}}  in the file",
        *(f"{column:<{width}}  {name}" for column, name in document["outcomes"].items()),
        "",
        "An invented person. Not you.",
        words.CLOSING,
        f"Wrote {found.path}",
    ]
    print("\n".join(lines))
