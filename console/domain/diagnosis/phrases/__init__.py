"""What is said about each cause, one file a kind of trouble: English message ids for the catalogs."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.camera import CAMERA
from console.domain.diagnosis.phrases.microphone import MICROPHONE
from console.domain.diagnosis.phrases.network import NETWORK
from console.domain.diagnosis.phrases.over import OVER
from console.domain.diagnosis.phrases.phrase import Phrases
from console.domain.diagnosis.phrases.signal import SIGNAL
from console.domain.diagnosis.phrases.speaker import SPEAKER
from console.domain.diagnosis.phrases.system import SYSTEM

__all__ = ["OVER", "PHRASES"]

PHRASES: Mapping[Code, Phrases] = {**SYSTEM, **MICROPHONE, **SPEAKER, **SIGNAL, **CAMERA, **NETWORK}
