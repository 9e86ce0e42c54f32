"""What this person chose on this machine, kept between sessions: the theme."""

import json
from pathlib import Path

from console.widgets.themes import THEMES


def default_path() -> Path:
    """Return where preferences are kept."""
    from platformdirs import user_config_path

    return user_config_path("bedside") / "console.json"


def theme(path: Path) -> str:
    """Return the theme that was chosen last; the dark one where none was, or none of ours."""
    try:
        chosen = json.loads(path.read_text("utf-8")).get("theme")
    except (OSError, ValueError, AttributeError):
        chosen = None
    return chosen if chosen in {each.name for each in THEMES} else THEMES[0].name


def remember_theme(path: Path, name: str) -> None:
    """Keep a theme. Where nothing can be kept it is used all the same, for this session."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"theme": name}), "utf-8")
    except OSError:
        return
