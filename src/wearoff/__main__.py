"""``python -m wearoff``."""

from wearoff.faces.cli import main

main()
