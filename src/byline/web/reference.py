"""The description of the JSON endpoint: the OpenAPI document, and the same laid out for the page."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask
from flask_openapi3.openapi import OpenAPI

_ONE_OR_MANY = ("anyOf", "allOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body, or one parameter."""

    name: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    anchor: str
    method: str
    path: str
    summary: str
    about: tuple[str, ...]
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    gives_name: str
    problems: tuple[str, ...]


def openapi_document(app: Flask, server: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of ``app``, which is reached at the address ``server``.

    What flask-openapi3 says of every app and is not so of this one is mended here: that operations which take
    nothing may answer 422, and that a parameter of the address can be null, which an address can not say.
    """
    document = cast(dict[str, Any], copy.deepcopy(cast(OpenAPI, app).api_doc))
    document["servers"] = [{"url": server or "/"}]
    document["security"] = []  # there is no sign-in
    document["components"] = {name: part for name, part in document["components"].items() if part}
    for path in document["paths"].values():
        for operation in path.values():
            if not operation.get("parameters") and not operation.get("requestBody"):
                operation["responses"].pop("422", None)
            operation["description"] = operation.get("description", "").replace("<br/>", "\n").strip()
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _never_null(parameter["schema"])
    return document


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that is left out where it has no value."""
    if {"type": "null"} not in schema.get("anyOf", ()):
        return schema
    (value,) = (each for each in schema["anyOf"] if each != {"type": "null"})
    rest = {name: part for name, part in schema.items() if name not in ("anyOf", "default")}
    return {**rest, **value}


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return the operations of an OpenAPI document as the page shows them."""
    schemas = document["components"]["schemas"]
    return [
        _operation(path, method, operation, schemas)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    given = operation["responses"]["200"]["content"]["application/json"]["schema"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    parameters = tuple(
        Field(p["name"], _kind(p["schema"]), p.get("required", False), p.get("description", ""))
        for p in operation.get("parameters", ())
    )
    paragraphs = " ".join(line.strip() or "\n" for line in operation["description"].splitlines())
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"].rstrip("."),
        about=tuple(part.strip() for part in paragraphs.split("\n") if part.strip()),
        takes=parameters or (_fields(body, schemas) if body else ()),
        gives=_fields(given, schemas),
        gives_name=_name(given),
        problems=tuple(status for status in operation["responses"] if status != "200"),
    )


def _name(schema: dict[str, Any]) -> str:
    return cast(str, schema["$ref"]).rpartition("/")[2]


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> tuple[Field, ...]:
    """Return the fields of the object that ``schema`` refers to."""
    model = schemas[_name(schema)]
    required = set(model.get("required", ()))
    return tuple(
        Field(name, _kind(part), name in required, part.get("description", ""))
        for name, part in model.get("properties", {}).items()
    )


def _kind(schema: dict[str, Any]) -> str:
    """Return a schema in a few words: "list of string", "date or null", "Author"."""
    if "$ref" in schema:
        return _name(schema)
    for key in _ONE_OR_MANY:
        if key in schema:
            return " or ".join(_kind(part) for part in schema[key])
    if "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
        return f"object of {_kind(schema['additionalProperties'])}"
    return cast(str, schema.get("format") or schema.get("type") or "anything")
