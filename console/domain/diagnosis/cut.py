"""Whether all of the test sound came over, or only a part of it."""

from console.domain.diagnosis.evidence import Evidence
from console.domain.diagnosis.thresholds import CUT, DROPOUT


def was_cut(evidence: Evidence) -> bool:
    """Tell whether only a part of the test sound came over: its sides differ, its tone is missing, it has a hole."""
    signal = evidence.signal
    if signal is None or not signal.matched:
        return False
    left, right = (max(row) for row in signal.gains) if signal.gains else (0.0, 0.0)
    has_hole = any(hole.milliseconds >= DROPOUT for hole in signal.dropouts)
    return signal.tone is None or has_hole or abs(left - right) >= CUT
