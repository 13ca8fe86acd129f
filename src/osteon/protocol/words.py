"""Which keys a protocol permits at a place, read off its declaration."""

from collections.abc import Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from osteon.protocol.study_protocol import StudyProtocol


def permitted_keys(location: Sequence[str]) -> tuple[str, ...]:
    """Return the keys permitted in the table at a location, sorted; empty where it is no table."""
    models, _ = _walk(location)
    return tuple(sorted({key for model in models for key in _keys(model)}))


def written_path(location: Sequence[str]) -> tuple[str, ...]:
    """Return a location of the checker without the tags that do not stand in the file."""
    _, path = _walk(location)
    return path


def _walk(location: Sequence[str]) -> tuple[list[type[BaseModel]], tuple[str, ...]]:
    models: list[type[BaseModel]] = [StudyProtocol]
    path: list[str] = []
    names_follow = False
    for part in location:
        tagged = [model for model in models if _tag(model) == part]
        if tagged and not names_follow:
            models = tagged
            continue
        path.append(part)
        if names_follow or part.isdigit():
            names_follow = False
            continue
        annotation = _annotation(models, part)
        models = _models_in(annotation)
        names_follow = get_origin(annotation) is dict
    return ([] if names_follow else models), tuple(path)


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _annotation(models: Sequence[type[BaseModel]], key: str) -> Any:
    for model in models:
        for name, field in model.model_fields.items():
            if key in {name, field.alias}:
                return field.annotation
    return None


def _tag(model: type[BaseModel]) -> str | None:
    kind = model.model_fields.get("kind")
    return None if kind is None else str(get_args(kind.annotation)[0])


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
