"""Teaches Schemathesis what JSON Schema can't say of the API."""

from datetime import datetime
from typing import Any

import schemathesis
from hypothesis import strategies as st

# Times are refused outside the years that the document's pattern names: chance would hardly ever meet them.
schemathesis.openapi.format(
    "date-time",
    st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2199, 12, 30), timezones=st.timezones()).map(
        lambda moment: moment.isoformat(timespec="seconds")
    ),
)


@schemathesis.hook
def filter_body(_context: Any, body: Any) -> bool:
    """Leave out integers spelled as floats (2.0): JSON Schema takes them for integers, the service does not."""
    return not _has_round_float(body)


def _has_round_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_round_float, value.values()))
    if isinstance(value, list):
        return any(map(_has_round_float, value))
    return isinstance(value, float) and value.is_integer()
