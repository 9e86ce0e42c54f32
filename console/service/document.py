"""Makes the API's document true where the framework leaves something out."""

from typing import Any

from console.domain.organisations import timezones
from console.wire.problems import MEDIA_TYPE


def true_document(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the document with what the framework leaves out."""
    for part in schema.get("components", {}).get("schemas", {}).values():
        _refuse_unknown_fields(part)
        _name_the_timezones(part)
    for operations in schema["paths"].values():
        for operation in operations.values():
            _only_our_problems(operation)
    return schema


def _refuse_unknown_fields(part: dict[str, Any]) -> None:
    name = part.get("title", "")
    if part.get("type") == "object" and (name.startswith("New") or name.endswith("Patch") or name in _WRITES):
        part["additionalProperties"] = False


def _name_the_timezones(part: dict[str, Any]) -> None:
    if part.get("title") in {"NewOrganisation", "OrganisationPatch"}:
        part["properties"]["timezone"] = {"type": "string", "enum": list(timezones())}


_WRITES = {"Reveal", "Report", "Redemption"}


def _only_our_problems(operation: dict[str, Any]) -> None:
    # The framework describes its own validation errors as application/json; ours are problems.
    for status, response in operation.get("responses", {}).items():
        content = response.get("content", {})
        if int(status) >= 400 and MEDIA_TYPE not in content:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
