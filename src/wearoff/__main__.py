"""``python -m wearoff``."""

from wearoff.cli.main import main

main()
