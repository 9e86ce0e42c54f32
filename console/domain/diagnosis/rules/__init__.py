"""The rules, one file a kind of trouble. Each is a pure function from evidence to causes."""

from console.domain.diagnosis.rules.audio_system import audio_system
from console.domain.diagnosis.rules.camera import camera
from console.domain.diagnosis.rules.channels import channels
from console.domain.diagnosis.rules.choice import choice
from console.domain.diagnosis.rules.drift import drift
from console.domain.diagnosis.rules.hearing import hearing
from console.domain.diagnosis.rules.mutes import mutes
from console.domain.diagnosis.rules.network import network
from console.domain.diagnosis.rules.path_quality import path_quality
from console.domain.diagnosis.rules.presence import presence
from console.domain.diagnosis.rules.quality import quality
from console.domain.diagnosis.rules.speech import speech
from console.domain.diagnosis.rules.streams import streams
from console.domain.diagnosis.rules.volumes import volumes

RULES = (
    audio_system,
    presence,
    choice,
    mutes,
    volumes,
    streams,
    hearing,
    channels,
    quality,
    speech,
    drift,
    camera,
    network,
    path_quality,
)
