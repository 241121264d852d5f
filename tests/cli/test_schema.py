"""The JSON Schema of every document, as the program prints it and as the repository has it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from conftest import ROOT, schema_of
from wearoff.faces.schemas import DOCUMENTS

SCHEMAS = ROOT / "schemas"


def test_every_document_has_one_file():
    """The folder holds a schema for each document and nothing else."""
    assert sorted(path.stem for path in SCHEMAS.iterdir()) == sorted(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_is_what_the_program_prints(run, name):
    """`wearoff schema NAME` prints the file of the repository; `make schemas` renews it."""
    code, out, err = run("schema", name)
    assert (code, err) == (0, "")
    written = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    assert out == written, "run `make schemas`"
    Draft202012Validator.check_schema(json.loads(written))


def test_without_a_name_every_document_is_listed(run):
    """`wearoff schema` lists the documents, each with what it is."""
    code, out, _ = run("schema")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(DOCUMENTS)
    assert all(line.endswith(".") for line in out.splitlines())


def test_an_unknown_document_is_refused(run):
    """A name that does not exist is one line with the nearest match."""
    code, out, err = run("schema", "analyse")
    assert (code, out) == (2, "")
    assert "did you mean 'analyze'" in err


@pytest.mark.parametrize(
    "change", [{"surprise": 1}, {"value": "much"}, {"value": None}, {"used_by": "kS"}]
)
def test_a_document_of_another_shape_is_refused(run, change):
    """A key too many, or a value of another kind, does not pass."""
    document = json.loads(run("why", "kS", "--json")[1])
    with pytest.raises(ValidationError):
        schema_of("why").validate(document | change)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_its_version(name):
    """Every document carries the version of its schema, and how it was made."""
    needed = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))["required"]
    assert {"schema_version", "meta"} <= set(needed)
