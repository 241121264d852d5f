"""Takes the pictures of the local page that the README shows: python -m docs.make.screens.

Needs Chromium. The page is served as a program of its own, the person is the made-up Ben.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
WIDE, HIGH = 1200, 1000
PATIENCE = 180_000
"""Milliseconds for an answer."""


def main() -> None:
    """Serve the page, walk to the visit page and to Explore, and keep what is seen."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "wearoff", "serve", "--no-open", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stderr=subprocess.PIPE, text=True
    ) as served:
        said = served.stderr.readline() if served.stderr else ""
        opening = re.search(r"http://\S+", said)
        if opening is None:
            raise SystemExit(said)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for theme in ("dark", "light"):
                page = browser.new_page(
                    color_scheme=theme, viewport={"width": WIDE, "height": HIGH}
                )
                page.goto(opening[0])
                if theme == "dark":
                    page.get_by_role("button", name="Ben").click()
                    page.get_by_role("button", name="See the answers").click(timeout=PATIENCE)
                    page.get_by_role("link", name="For the visit").click(timeout=PATIENCE)
                    page.locator(".sheet").wait_for(timeout=PATIENCE)
                    page.screenshot(path=PICTURES / "page-visit.png")
                else:
                    page.goto(f"{opening[0].partition('/open')[0]}/explore")
                    page.locator("figure").first.wait_for(timeout=PATIENCE)
                    page.screenshot(path=PICTURES / "page-explore.png")
        served.terminate()


if __name__ == "__main__":
    main()
