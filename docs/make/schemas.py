"""Write the JSON Schema of every document into schemas/: `make schemas`."""

from __future__ import annotations

from pathlib import Path

from wearoff.faces.schemas import DOCUMENTS, schema_text

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


def main() -> None:
    """Write one file a document, and take away those of documents that are no more."""
    for path in SCHEMAS.glob("*.json"):
        path.unlink()
    for name in DOCUMENTS:
        (SCHEMAS / f"{name}.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
