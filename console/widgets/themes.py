"""The console's own themes. Every tone is readable on every background: a contrast of 4.5 or more, high contrast 7."""

from textual.theme import Theme

DARK = Theme(
    name="dark",
    dark=True,
    primary="#4aa3df",
    accent="#4aa3df",
    foreground="#e6e6e6",
    background="#14171a",
    surface="#14171a",
    panel="#23292f",
    error="#ff7b72",
    warning="#e3b341",
    success="#57c46a",
    variables={
        "tone-quiet": "#9aa4ae",
        "tone-key": "#6cb8f0",
        "tone-good": "#57c46a",
        "tone-notice": "#7cc7e8",
        "tone-warning": "#e3b341",
        "tone-urgent": "#ff8279",
        "cursor": "#2f5d86",
        "cursor-text": "#ffffff",
        "cursor-away": "#2c343c",
    },
)

LIGHT = Theme(
    name="light",
    dark=False,
    primary="#0a5ea8",
    accent="#0a5ea8",
    foreground="#1b1f23",
    background="#fbfbfa",
    surface="#fbfbfa",
    panel="#e6e9ec",
    error="#b3261e",
    warning="#7a4f00",
    success="#1a6b2c",
    variables={
        "tone-quiet": "#56606a",
        "tone-key": "#0a5ea8",
        "tone-good": "#1a6b2c",
        "tone-notice": "#0b5f7e",
        "tone-warning": "#7a4f00",
        "tone-urgent": "#b3261e",
        "cursor": "#0a5ea8",
        "cursor-text": "#ffffff",
        "cursor-away": "#cdd5dc",
    },
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    primary="#ffff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#2b2b2b",
    error="#ff9d96",
    warning="#ffd75f",
    success="#7dff8a",
    variables={
        "tone-quiet": "#e0e0e0",
        "tone-key": "#ffff00",
        "tone-good": "#7dff8a",
        "tone-notice": "#9fe8ff",
        "tone-warning": "#ffd75f",
        "tone-urgent": "#ff9d96",
        "cursor": "#ffff00",
        "cursor-text": "#000000",
        "cursor-away": "#444444",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
