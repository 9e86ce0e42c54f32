"""A person's voice: four silences told apart, and how well it is heard."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import SILENCE, Evidence, Question, Side, Speech
from console.domain.diagnosis.findings import clipping, heard, probe
from console.domain.diagnosis.rules.quality import narrow
from console.domain.diagnosis.tested import answer, loudness, shown, tested
from console.domain.diagnosis.thresholds import (
    AUDIBLE_NOISE,
    AUDIBLE_SPEECH,
    CLIPPED,
    GOOD_SPEECH,
    INAUDIBLE_PEAK,
    LEAST_SNR,
    LOUD_NOISE,
    WIDE_BAND,
)
from console.words import marked


def speech(evidence: Evidence) -> Iterator[Cause]:
    """Grade the voice where there is proof of one, else say which silence it is."""
    if evidence.speech is None:
        yield from _unheard_while_metered(evidence)
    elif evidence.speech.spoke:
        yield from _voice(evidence, evidence.speech)
    else:
        yield _silence(evidence, evidence.speech)


def _unheard_while_metered(evidence: Evidence) -> Iterator[Cause]:
    """Name the silence of the tested microphone where the person spoke while all of them were metered."""
    own, spoke = loudness(evidence, tested(evidence, Side.INPUT)), answer(evidence, Question.SPOKE)
    if own is None or own.failure is not None or own.speech_level is not None or spoke is None or spoke.yes is not True:
        return
    findings = (*heard(evidence, Side.INPUT), *_said(evidence))
    if own.level <= SILENCE:
        yield _cause(evidence, Code.NO_SIGNAL, Certainty.LIKELY, *findings)
    elif own.is_flat:
        yield _cause(evidence, Code.FLAT_LINE, Certainty.LIKELY, *findings)
    else:
        is_inaudible = own.peak < INAUDIBLE_PEAK
        yield _cause(evidence, Code.NOT_AUDIBLE, Certainty.LIKELY if is_inaudible else Certainty.POSSIBLE, *findings)


def _silence(evidence: Evidence, speech: Speech) -> Cause:
    """Return which of the silences without a setting it is: no signal, a flat line, alive but inaudible."""
    spoke = answer(evidence, Question.SPOKE)
    is_sure_of_voice = spoke is not None and spoke.yes is True
    certainty = Certainty.LIKELY if is_sure_of_voice else Certainty.POSSIBLE
    findings = (*heard(evidence, Side.INPUT), *_said(evidence))
    if speech.is_zero:
        return _cause(evidence, Code.NO_SIGNAL, certainty, *findings)
    if speech.is_flat:
        return _cause(evidence, Code.FLAT_LINE, Certainty.LIKELY, *findings)
    if speech.noise_floor >= LOUD_NOISE:
        noise = probe(marked("The noise is at {level} dBFS."), speech.at, level=round(speech.noise_floor))
        return _cause(evidence, Code.NOISE, certainty, noise, *findings)
    is_inaudible = speech.peak < INAUDIBLE_PEAK
    return _cause(evidence, Code.NOT_AUDIBLE, certainty if is_inaudible else Certainty.POSSIBLE, *findings)


def _said(evidence: Evidence) -> Iterator[Finding]:
    spoke = answer(evidence, Question.SPOKE)
    if spoke is not None and spoke.yes is True:
        yield Finding(message=marked("The person says that they spoke."), source=Source.PERSON, at=spoke.at)


def _voice(evidence: Evidence, speech: Speech) -> Iterator[Cause]:
    if speech.level < AUDIBLE_SPEECH:
        yield _cause(evidence, Code.NOT_AUDIBLE, Certainty.LIKELY, *heard(evidence, Side.INPUT))
    elif speech.level < GOOD_SPEECH:
        yield _cause(evidence, Code.QUIET_VOICE, Certainty.POSSIBLE, *heard(evidence, Side.INPUT))
    if speech.clip_fraction > CLIPPED:
        yield _cause(evidence, Code.CLIPPING, Certainty.POSSIBLE, *clipping(evidence))
    if speech.noise_floor >= AUDIBLE_NOISE and speech.level - speech.noise_floor < LEAST_SNR:
        message = marked("The voice is only {snr} dB above the noise.")
        noise = probe(message, speech.at, snr=round(speech.level - speech.noise_floor))
        yield _cause(evidence, Code.NOISE, Certainty.LIKELY, noise)
    if speech.band is not None and speech.band < WIDE_BAND:
        message = marked("The voice has nothing above {band} Hz.")
        yield from narrow(evidence, probe(message, speech.at, band=round(speech.band)), speech.band)


def _cause(evidence: Evidence, code: Code, certainty: Certainty, *findings: Finding) -> Cause:
    microphone = tested(evidence, Side.INPUT)
    return Cause(code=code, certainty=certainty, subject=shown(microphone) if microphone else "", findings=findings)
