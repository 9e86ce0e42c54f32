"""The API's document, true where the framework leaves something out."""

from collections.abc import Iterator
from typing import Any

import msgspec

from console.domain.noun import Noun
from console.domain.organisations import timezones
from console.wire.problems import MEDIA_TYPE

REFERENCE = "#/components/schemas/{name}"


def true_document(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the document with what the framework leaves out."""
    described = schema["components"]["schemas"]
    # The framework forgets what is said of the items of lists and that unknown fields are refused: our nouns are
    # described by the library that reads them.
    ours = [kind for kind in _nouns(Noun) if _is_described(kind, described.get(kind.__name__, {}))]
    _outs, parts = msgspec.json.schema_components(ours, ref_template=REFERENCE)
    described.update(parts)
    for name in ("NewOrganisation", "OrganisationPatch"):
        described[name]["properties"]["timezone"] |= {"enum": list(timezones())}
    for operations in schema["paths"].values():
        for operation in operations.values():
            _only_our_problems(operation)
            _no_null_parameters(operation)
    return schema


def _nouns(kind: type[Noun]) -> Iterator[type[Noun]]:
    for child in kind.__subclasses__():
        yield child
        yield from _nouns(child)


def _is_described(kind: type[Noun], description: dict[str, Any]) -> bool:
    # Rooms that the document knows nothing of may have nouns of the same name.
    return set(description.get("properties", ())) == set(kind.__struct_encode_fields__)


def _only_our_problems(operation: dict[str, Any]) -> None:
    # The framework describes its own validation errors as application/json; ours are problems.
    for status, response in operation.get("responses", {}).items():
        content = response.get("content", {})
        if int(status) >= 400 and MEDIA_TYPE not in content:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(name="Problem")}}}


def _no_null_parameters(operation: dict[str, Any]) -> None:
    # What may be left out is described as what may be null, which a parameter can't be.
    for parameter in operation.get("parameters", ()):
        kinds = parameter["schema"].pop("oneOf", ())
        for kind in kinds:
            parameter["schema"] |= {} if kind.get("type") == "null" else kind
