"""Which alerts are news: each is told of once, and those that were there at the start are not."""

from console.domain.alerts import Alert, Severity
from console.presentation.alerts import needs_help
from console.presentation.scene import Scene

RINGS = frozenset({Severity.URGENT, Severity.WARNING})


class Ringing:
    """Remembers what was told of."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None

    def news(self, scene: Scene) -> list[Alert]:
        """Return the alerts that have come since this was last asked; nothing the first time."""
        wanting = {alert.id: alert for alert in scene.snapshot.alerts.values() if needs_help(alert, scene)}
        known, self._known = self._known, frozenset(wanting)
        if known is None:
            return []
        return [alert for alert_id, alert in wanting.items() if alert_id not in known and alert.severity in RINGS]
