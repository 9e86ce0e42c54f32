"""Which alerts are news: each is told of once, and those that were there at the start are not."""

from console.domain.alerts import Alert, Severity
from console.presentation.alerts import needs_help, rank
from console.presentation.scene import Scene

RINGS = frozenset({Severity.URGENT, Severity.WARNING})
QUIET = 5.0


class Ringing:
    """Remembers what was told of. What comes within 5 s of a telling is told of together, afterwards."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None
        self._untold: set[str] = set()
        self._quiet_until = 0.0

    def news(self, scene: Scene, seconds: float) -> list[Alert]:
        """Return the alerts to tell of now, worst first. seconds: by a steady clock. At the start there are none."""
        wanting = {alert.id: alert for alert in scene.snapshot.alerts.values() if needs_help(alert, scene)}
        known, self._known = self._known, frozenset(wanting)
        if known is not None:
            self._untold |= {key for key in wanting.keys() - known if wanting[key].severity in RINGS}
        self._untold &= wanting.keys()  # what was mended meanwhile is no news
        if not self._untold or seconds < self._quiet_until:
            return []
        self._quiet_until = seconds + QUIET
        told, self._untold = self._untold, set()
        return sorted((wanting[key] for key in told), key=lambda alert: rank(alert, scene))
