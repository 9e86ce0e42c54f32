"""Checks that need a person, on a real audio server: a voice is read by a speech program, answers are scripted."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from console.diagnostics.bench import Fraction, Level, Plan, Progress, Step
from console.diagnostics.checks import speech
from console.diagnostics.runner import run
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code, Remedy
from console.domain.diagnosis.evidence import Question, Side
from console.domain.diagnosis.result import Complaint, Depth, Diagnosis, Subject
from tests.audio_server import AudioServer
from tests.diagnostics.conftest import now
from tests.media.voice import spoken

DEADLINE = 60.0


class Reader:
    """A person who reads the sentence aloud when asked to, and answers the other questions as a test says."""

    def __init__(self, audio: AudioServer, voice: Path, *, sink: str = "cable", **answers: bool | None) -> None:
        self._command = ["paplay", f"--device={sink}", str(voice)]
        self._environment = {**os.environ, **audio.environment}
        self._answers = {Question[name.upper()]: yes for name, yes in answers.items()}
        self.asked: list[tuple[Question, str]] = []

    async def ask(self, question: Question, about: str = "") -> bool | None:
        self.asked.append((question, about))
        if question in self._answers:
            return self._answers[question]
        if question is Question.SPOKE:
            process = await asyncio.create_subprocess_exec(*self._command, env=self._environment)
            await process.wait()
        return True


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return spoken(tmp_path)


async def diagnosed(
    reader: Reader | None,
    *,
    subject: Subject = Subject.SPEECH,
    complaint: Complaint | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Diagnosis:
    plan = Plan(subject=subject, complaint=complaint, depth=Depth.QUICK, person=reader is not None)
    async with asyncio.timeout(DEADLINE):
        return await run(plan, clock=now, tell=tell, person=reader)


async def test_a_voice_that_is_heard_and_a_chime_that_is_heard_make_a_healthy_machine(
    audio: AudioServer, voice: Path
) -> None:
    told: list[Progress] = []
    reader = Reader(audio, voice)

    diagnosis = await diagnosed(reader, tell=told.append)

    assert (diagnosis.verdict, diagnosis.causes) == (CheckOutcome.HEALTHY, ())
    assert [question for question, _ in reader.asked] == [
        Question.HEARD_CHIME,
        Question.SPOKE,
        Question.HEARD_ONESELF,
    ]
    assert reader.asked[0][1] == reader.asked[2][1] == "Headset"
    assert diagnosis.evidence is not None and diagnosis.evidence.speech is not None
    assert diagnosis.evidence.speech.spoke
    assert {level.side for level in told if isinstance(level, Level)} == set(Side)


async def test_a_chime_that_is_not_heard_names_the_speaker(audio: AudioServer, voice: Path) -> None:
    diagnosis = await diagnosed(Reader(audio, voice, heard_chime=False, heard_oneself=False))
    assert diagnosis.verdict is CheckOutcome.FAULT
    assert diagnosis.causes[0].code is Code.WRONG_SPEAKER
    assert diagnosis.causes[0].subject == "Headset"


async def test_the_microphone_that_hears_the_person_is_offered(audio: AudioServer, voice: Path) -> None:
    audio.control("load-module", "module-null-sink", "sink_name=elsewhere", "norewinds=1")
    audio.control("load-module", "module-remap-source", "source_name=deaf", "master=elsewhere.monitor")
    audio.control("set-default-source", "deaf")

    diagnosis = await diagnosed(Reader(audio, voice))

    assert diagnosis.causes[0].code is Code.WRONG_MICROPHONE
    action = diagnosis.causes[0].action
    assert action is not None
    assert (action.remedy, action.name) == (Remedy.MAKE_DEFAULT, "mic")
    assert diagnosis.evidence is not None
    heard = {one.endpoint: one.speech_level for one in diagnosis.evidence.loudness}
    assert heard["mic"] is not None and heard["mic"] > -25
    assert heard["deaf"] is None


async def test_a_faint_voice_is_graded(audio: AudioServer, voice: Path) -> None:
    audio.control("set-source-volume", "mic", "35%")  # 27 dB weaker
    diagnosis = await diagnosed(Reader(audio, voice))
    assert diagnosis.evidence is not None and diagnosis.evidence.speech is not None
    assert diagnosis.evidence.speech.spoke
    assert -52 < diagnosis.evidence.speech.level < -35


async def test_nobody_is_asked_to_read_to_a_microphone_that_is_muted(audio: AudioServer, voice: Path) -> None:
    audio.control("set-source-mute", "mic", "1")
    reader = Reader(audio, voice)
    diagnosis = await diagnosed(reader, subject=Subject.ALL, complaint=Complaint.CANNOT_BE_HEARD)
    assert (diagnosis.causes[0].code, diagnosis.causes[0].certainty) == (Code.MICROPHONE_MUTED, Certainty.CERTAIN)
    assert reader.asked == []


async def test_a_mute_while_the_person_is_asked_is_seen(audio: AudioServer, voice: Path) -> None:
    class Muting(Reader):
        async def ask(self, question: Question, about: str = "") -> bool | None:
            if question is Question.SPOKE:
                audio.control("set-source-mute", "mic", "1")
            return await super().ask(question, about)

    audio.control("set-default-sink", "cable")
    diagnosis = await diagnosed(Muting(audio, voice), subject=Subject.ALL, complaint=Complaint.CANNOT_BE_HEARD)
    first = diagnosis.causes[0]
    assert (first.code, first.certainty) == (Code.MICROPHONE_MUTED, Certainty.CERTAIN)
    assert first.action is not None
    assert diagnosis.input is not None
    assert diagnosis.input.muted


async def test_of_a_person_who_did_not_read_nothing_is_learnt(audio: AudioServer, voice: Path) -> None:
    diagnosis = await diagnosed(Reader(audio, voice, spoke=False))
    assert diagnosis.evidence is not None and diagnosis.evidence.speech is None
    assert diagnosis.verdict is CheckOutcome.UNABLE


async def test_a_test_that_is_stopped_while_the_sentence_is_read_is_cancelled_and_no_more(
    audio: AudioServer, voice: Path
) -> None:
    is_asked = asyncio.Event()

    class Leaving(Reader):
        async def ask(self, question: Question, about: str = "") -> bool | None:
            if question is not Question.SPOKE:
                return True
            is_asked.set()
            await asyncio.Event().wait()
            return None

    test = asyncio.create_task(diagnosed(Leaving(audio, voice)))
    async with asyncio.timeout(DEADLINE):
        await is_asked.wait()
        test.cancel()
        with pytest.raises(asyncio.CancelledError):
            await test


async def test_an_answer_after_the_time_to_read_is_over_leads_to_the_playing_back_all_the_same(
    audio: AudioServer, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "SECONDS", 6.0)

    class Late(Reader):
        """Answers once listening has ended by itself."""

        async def ask(self, question: Question, about: str = "") -> bool | None:
            is_over.clear()  # the chime's own end is none of this
            yes = await super().ask(question, about)
            if question is Question.SPOKE:
                await is_over.wait()
            return yes

    is_over = asyncio.Event()

    def tell(told: Progress) -> None:
        if isinstance(told, Fraction) and told.done == 1.0:
            is_over.set()

    reader = Late(audio, voice)
    await diagnosed(reader, tell=tell)
    assert reader.asked[-1][0] is Question.HEARD_ONESELF


async def test_without_a_person_no_check_waits_for_one(audio: AudioServer) -> None:
    told: list[Progress] = []
    await diagnosed(None, tell=told.append)
    assert [step.id for step in told if isinstance(step, Step)] == ["audio-system"]


async def test_without_a_person_no_speech_was_tested(audio: AudioServer) -> None:
    diagnosis = await diagnosed(None)

    assert (diagnosis.verdict, diagnosis.causes) == (CheckOutcome.UNABLE, ())


async def test_without_a_person_a_muted_microphone_is_named_all_the_same(audio: AudioServer) -> None:
    audio.control("set-source-mute", "mic", "1")

    assert (await diagnosed(None)).verdict is CheckOutcome.FAULT


async def test_of_a_person_who_answers_nothing_no_speech_was_tested(audio: AudioServer, voice: Path) -> None:
    reader = Reader(audio, voice, heard_chime=None, spoke=None)

    assert (await diagnosed(reader)).verdict is not CheckOutcome.HEALTHY
