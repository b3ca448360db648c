"""JSON into dataclasses, by their types. A field that only a newer server has is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]
T = TypeVar("T")


def read(kind: type[T], value: object) -> T:
    """Return a JSON value as ``kind``, a dataclass.

    Raises:
        ValueError: a field is missing, or its value is not of its type.
    """
    found: T = _reader(cast(Any, kind))(value)
    return found


@cache
def _reader(kind: Any) -> Read:
    if is_dataclass(kind):
        return _dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (only,) = (each for each in arguments if each is not NoneType)
        return _or_none(_reader(only))
    if origin is tuple:
        return _each(_reader(arguments[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _values(_reader(arguments[1]))
    if issubclass(kind, date):  # and so datetime
        return cast(Read, kind.fromisoformat)
    if issubclass(kind, StrEnum):
        return cast(Read, kind)
    return _plain(kind)


def _dataclass(kind: Any) -> Read:
    types = get_type_hints(kind)
    wanted = [
        (each.name, each.metadata.get("json", each.name), types[each.name], each.default is MISSING)
        for each in fields(kind)
    ]

    def build(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"{kind.__name__}: this is no object")
        found = {}
        for name, key, of, required in wanted:
            if key in value:
                found[name] = _reader(of)(value[key])
            elif required:
                raise ValueError(f"{kind.__name__}: {key} is missing")
        return kind(**found)

    return build


def _or_none(inner: Read) -> Read:
    return lambda value: None if value is None else inner(value)


def _each(inner: Read) -> Read:
    return lambda value: tuple(inner(each) for each in value)


def _values(inner: Read) -> Read:
    return lambda value: {name: inner(each) for name, each in value.items()}


def _plain(kind: type) -> Read:
    def check(value: Any) -> Any:
        if kind is float and isinstance(value, int):
            return float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"{value!r}: this is no {kind.__name__}")
        return value

    return check
