"""Whether a page can be read: nothing cut, out of its box, or over something else; axe is content.

A test opens a page once and calls `troubles`, which resizes it, as a person does, and says in a
line each what is wrong at which width and in which theme.
"""

from __future__ import annotations

from pathlib import Path

WIDTHS = (1440, 900, 768, 720, 450, 390, 320)
"""Pixels; 720 and 450 are what zoom of 200 % leaves of the first two."""
THEMES = ("light", "dark")
SCRIPT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
MOST = 12
"""Troubles told of one width; more are counted."""


def troubles(page, widths=WIDTHS):
    """What is wrong with the layout of an open page at every width, a line each."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        said = page.evaluate(SCRIPT)
        found += [f"{width} px: {line}" for line in said[:MOST]]
        if len(said) > MOST:
            found.append(f"{width} px: {len(said) - MOST} more")
    return found


def violations(page, themes=THEMES):
    """What axe-core finds on an open page, a line each; colors are looked at in every theme."""
    from axe_playwright_python.sync_playwright import Axe

    found, options = [], {"resultTypes": ["violations"]}
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        for rule in Axe().run(page, options=options).response["violations"]:
            nodes = [f"{node['html'][:120]}: {node['failureSummary']}" for node in rule["nodes"]]
            found += [f"{theme}: {rule['id']}: {node}" for node in nodes[:MOST]]
        options |= {"runOnly": ["color-contrast"]}
    return found
