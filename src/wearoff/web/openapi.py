"""The calls and their documents as OpenAPI 3.1: made of the tables that answer, never by hand."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from wearoff.faces.schemas import document_class
from wearoff.web.calls import CALLS, SCHEMA
from wearoff.words import api as words

if TYPE_CHECKING:
    from wearoff.web.calls import Call

OPENAPI = "3.1.0"
JSON = "application/json"
FORM = "multipart/form-data"
REFUSED_FORM = (403, 413, 415, 421, 422, 500, 503)
REFUSED_COMPUTED = (403, 413, 421, 422, 500, 503)
REFUSED_NAMED = (404, 421)


@cache
def openapi() -> dict[str, Any]:
    """The description of every call."""
    return {
        "openapi": OPENAPI,
        "info": {"title": words.TITLE, "description": words.ABOUT, "version": version("wearoff")},
        "paths": {
            call.path: {method.lower(): _operation(call, method) for method in call.methods}
            for call in CALLS
        },
        "components": {
            "schemas": {"errors": _ERRORS, **_schemas()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": words.TOKEN}
            },
        },
    }


_ERRORS = {
    "type": "object",
    "properties": {"errors": {"type": "array", "items": {"type": "string"}}},
    "required": ["errors"],
    "additionalProperties": False,
}


def _operation(call: Call, method: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{call.name}_{method.lower()}",
        "summary": call.about,
        "responses": {"200": _answer(call)} | {str(code): _refusal(code) for code in codes(call)},
    }
    if call.named:
        told["parameters"] = [_in_path(call)]
    if not call.public:
        told["security"] = [{"token": []}]
    if call.fields and method == "POST":
        told["requestBody"] = {"required": True, "content": {FORM: {"schema": _form(call)}}}
    elif call.fields:
        told["parameters"] = [
            {
                "name": field.name,
                "in": "query",
                "description": field.about,
                "required": field.needed,
                "schema": field.schema,
            }
            for field in call.fields
        ]
    return told


def codes(call: Call) -> tuple[int, ...]:
    """Why a call may have no answer."""
    if call.named:
        return REFUSED_NAMED
    if not call.fields:
        return (421,)
    return REFUSED_FORM if "POST" in call.methods else REFUSED_COMPUTED


def _in_path(call: Call) -> dict[str, Any]:
    schema = {"type": "string"}
    told = {"name": call.named, "in": "path", "required": True, "schema": schema}
    return {**told, "description": words.NAME}


def _form(call: Call) -> dict[str, Any]:
    properties = {field.name: {**field.schema, "description": field.about} for field in call.fields}
    needed = [field.name for field in call.fields if field.needed]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _answer(call: Call) -> dict[str, Any]:
    documents = [{"$ref": f"#/components/schemas/{name}"} for name in call.documents]
    schema = documents[0] if len(documents) == 1 else {"anyOf": documents}
    kind = "application/schema+json" if call is SCHEMA else JSON
    return {
        "description": call.about,
        "content": {kind: {"schema": schema if documents else {"type": "object"}}},
    }


def _refusal(code: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/errors"}
    return {"description": words.ERRORS[code], "content": {JSON: {"schema": schema}}}


def _schemas() -> dict[str, Any]:
    """The schema of every document, and of its parts by the document's name and theirs."""
    found: dict[str, Any] = {}
    for name in sorted({name for call in CALLS for name in call.documents}):
        schema = document_class(name).model_json_schema(
            mode="serialization", ref_template=f"#/components/schemas/{name}.{{model}}"
        )
        parts = schema.pop("$defs", {})
        found[name] = schema
        found |= {f"{name}.{part}": inside for part, inside in parts.items()}
    return found
