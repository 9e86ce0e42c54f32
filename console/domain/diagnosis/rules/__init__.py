"""The rules, one file a kind of trouble. Each is a pure function from evidence to causes."""

from console.domain.diagnosis.rules.audio_system import audio_system

RULES = (audio_system,)
