"""The audio system as it is, as it changes and as it is mended, on a real PulseAudio."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from console.domain.diagnosis.causes import Action, Remedy
from console.domain.diagnosis.evidence import AudioState, AudioStream, Endpoint, EndpointState, Happening, Reach, Side
from console.domain.errors import ConsoleError
from console.media.audio_system.applying import apply
from console.media.audio_system.lines import Seen
from console.media.audio_system.watching import Watch, watching
from tests.audio_server import AudioServer

DEADLINE = 20.0
STREAMS = """
import sys, sounddevice
started = [sounddevice.InputStream(channels=2, latency=0.1, callback=lambda *block: None),
           sounddevice.OutputStream(channels=2, latency=0.1, callback=lambda out, *_: out.fill(0))]
for stream in started:
    stream.start()
print("playing", flush=True)
sys.stdin.read()
"""


def now() -> datetime:
    return datetime.now(UTC)


async def seen(watch: Watch, fits: Callable[[AudioState], bool], ours: int | None = None) -> AudioState:

    async with asyncio.timeout(DEADLINE):
        while True:
            state = await watch.state(ours)
            assert state is not None
            if fits(state):
                return state


async def state_now() -> AudioState:
    async with watching(now) as watch:
        state = await watch.state()
        assert state is not None
        return state


def endpoint(state: AudioState, side: Side, name: str) -> Endpoint:
    found = state.endpoint(side, name)
    assert found is not None
    return found


def own(state: AudioState) -> dict[Side, AudioStream]:
    return {stream.side: stream for stream in state.streams if stream.is_ours}


@contextmanager
def playing() -> Iterator[int]:
    """A child that records from and plays to the defaults; its process id."""
    command = [sys.executable, "-c", STREAMS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"playing\n"
        yield child.pid


async def test_the_state_tells_defaults_volumes_rates_masters_and_monitors(audio: AudioServer) -> None:
    audio.control("load-module", "module-null-sink", "sink_name=old", "rate=8000", "channels=1")
    audio.control("set-source-volume", "mic", "30%", "50%")
    audio.control("set-sink-mute", "cable", "1")

    async with watching(now) as watch:
        state = await watch.state()

    assert state is not None
    assert watch.system.reach is Reach.READY
    assert watch.system.name.startswith("pulseaudio ")
    assert watch.system.sees_states
    mic = endpoint(state, Side.INPUT, "mic")
    assert (mic.label, mic.is_default, mic.volumes, mic.master) == ("Boom", True, (0.3, 0.5), "cable.monitor")
    assert endpoint(state, Side.INPUT, "cable.monitor").monitor_of == "cable"
    assert endpoint(state, Side.OUTPUT, "headset").is_default
    assert endpoint(state, Side.OUTPUT, "cable").muted
    old = endpoint(state, Side.OUTPUT, "old")
    assert (old.rate, old.channels) == (8000, 1)


async def test_own_streams_are_known_by_their_process(audio: AudioServer) -> None:
    with playing() as process, playing():
        async with watching(now) as watch:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
    assert {side: stream.endpoint for side, stream in own(state).items()} == {
        Side.INPUT: "mic",
        Side.OUTPUT: "headset",
    }
    assert {stream.process_id for stream in own(state).values()} == {process}


async def test_what_changes_is_told_in_its_order(audio: AudioServer) -> None:
    async with watching(now) as watch:
        module = audio.control("load-module", "module-null-sink", "sink_name=second")
        await seen(watch, lambda state: state.endpoint(Side.OUTPUT, "second") is not None)
        audio.control("set-default-sink", "second")
        await seen(watch, lambda state: endpoint(state, Side.OUTPUT, "second").is_default)
        audio.control("set-sink-mute", "second", "1")
        await seen(watch, lambda state: endpoint(state, Side.OUTPUT, "second").muted)
        audio.control("unload-module", module)
        await seen(watch, lambda state: state.endpoint(Side.OUTPUT, "second") is None)
    told = [event.happening for event in watch.events if event.name == "second"]
    assert told == [Happening.ADDED, Happening.MADE_DEFAULT, Happening.CHANGED, Happening.REMOVED]


async def test_a_microphone_that_is_pulled_out_while_it_records_leaves_its_trace(audio: AudioServer) -> None:
    modules = audio.control("list", "short", "modules").splitlines()
    with playing() as process:
        async with watching(now) as watch:
            await seen(watch, lambda state: len(own(state)) == 2, process)
            audio.control("unload-module", next(line.split()[0] for line in modules if "remap" in line))
            await seen(watch, lambda state: state.endpoint(Side.INPUT, "mic") is None)
            await seen(watch, lambda state: own(state)[Side.INPUT].endpoint != "mic")
    events = [(event.happening, event.side, event.name) for event in watch.events]
    assert (Happening.REMOVED, Side.INPUT, "mic") in events
    assert Happening.MOVED in [happening for happening, side, _ in events if side is Side.INPUT]


async def test_the_last_state_with_own_streams_is_kept(audio: AudioServer) -> None:
    async with watching(now) as watch:
        assert watch.lived is None
        with playing() as process:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            audio.control("set-sink-input-mute", str(own(state)[Side.OUTPUT].number), "1")
            await seen(watch, lambda state: own(state)[Side.OUTPUT].muted)
        await seen(watch, lambda state: not own(state))
        assert watch.lived is not None
        assert own(watch.lived)[Side.OUTPUT].muted


async def test_a_server_that_is_not_there_is_told(silent_audio: AudioServer) -> None:
    async with watching(now) as watch:
        assert await watch.state() is None
    assert watch.system.reach is Reach.NO_SERVER


@pytest.mark.parametrize("frozen_before", [True, False], ids=["before", "while watched"])
async def test_a_server_that_freezes_is_told(audio: AudioServer, frozen_before: bool) -> None:
    if frozen_before:
        audio.freeze()
    async with watching(now) as watch:
        audio.freeze()
        await watch.ended.wait()
        assert await watch.state() is None
    assert watch.system.reach is Reach.FROZEN


async def test_a_server_that_is_killed_while_it_is_watched_is_told(audio: AudioServer) -> None:
    async with watching(now) as watch:
        audio.kill()
        await watch.ended.wait()
    assert watch.system.reach is Reach.DIED
    assert watch.system.name.startswith("pulseaudio ")


async def test_a_socket_that_takes_part_in_no_talk_counts_as_frozen(
    silent_audio: AudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:

    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(silent_audio.folder / "native"))
        deaf.listen()
        async with watching(now) as watch:
            pass
    assert watch.system.reach is Reach.FROZEN


@pytest.fixture
async def before(audio: AudioServer) -> AsyncIterator[AudioState]:
    audio.control("set-source-mute", "mic", "1")
    audio.control("set-sink-volume", "headset", "5%", "7%")
    audio.control("suspend-sink", "headset", "1")
    yield await state_now()


@pytest.mark.parametrize(
    ("action", "mended"),
    [
        (Action(remedy=Remedy.UNMUTE, side=Side.INPUT, name="mic"), lambda one: not one.muted),
        (
            Action(remedy=Remedy.SET_VOLUME, side=Side.OUTPUT, name="headset", volume=0.8),
            lambda one: one.volumes == (0.8, 0.8),
        ),
        (Action(remedy=Remedy.MAKE_DEFAULT, side=Side.OUTPUT, name="cable"), lambda one: one.is_default),
        (
            Action(remedy=Remedy.RESUME, side=Side.OUTPUT, name="headset"),
            lambda one: one.state is not EndpointState.SUSPENDED,
        ),
    ],
    ids=lambda value: value.remedy.value if isinstance(value, Action) else "",
)
async def test_an_action_is_done_and_taken_back(
    before: AudioState, action: Action, mended: Callable[[Endpoint], bool]
) -> None:
    assert not mended(endpoint(before, action.side, action.name))
    undo = await apply(action)
    assert mended(endpoint(await state_now(), action.side, action.name))
    await apply(undo)
    assert (await state_now()).endpoints == before.endpoints


async def test_a_stream_of_this_program_is_unmuted_turned_up_and_moved(audio: AudioServer) -> None:
    with playing() as process:
        async with watching(now) as watch:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            number = str(own(state)[Side.OUTPUT].number)
            audio.control("set-sink-input-mute", number, "1")
            audio.control("set-sink-input-volume", number, "10%")
            audio.control("move-sink-input", number, "cable")
            await seen(watch, lambda state: own(state)[Side.OUTPUT].endpoint == "cable")
            for remedy in (Remedy.UNMUTE_STREAM, Remedy.SET_STREAM_VOLUME, Remedy.MOVE_STREAM):
                await apply(Action(remedy=remedy, side=Side.OUTPUT, name="headset", volume=1.0))
            mended = own(await seen(watch, lambda state: own(state)[Side.OUTPUT].endpoint == "headset"))[Side.OUTPUT]
    assert (mended.muted, mended.volumes) == (False, (1.0, 1.0))


async def test_a_stream_that_was_muted_is_not_muted_again_the_next_time(audio: AudioServer) -> None:
    audio.control("load-module", "module-stream-restore")
    async with watching(now) as watch:
        with playing() as process:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            audio.control("set-sink-input-mute", str(own(state)[Side.OUTPUT].number), "1")
            await seen(watch, lambda state: own(state)[Side.OUTPUT].muted)
        with playing() as process:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            assert own(state)[Side.OUTPUT].muted
        undo = await apply(Action(remedy=Remedy.UNMUTE_STREAM, side=Side.OUTPUT, name="headset"))
        with playing() as process:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            assert not own(state)[Side.OUTPUT].muted
        await apply(undo)
        with playing() as process:
            state = await seen(watch, lambda state: len(own(state)) == 2, process)
            assert own(state)[Side.OUTPUT].muted


async def test_an_action_on_a_device_that_is_gone_or_on_no_server_is_told_in_words(audio: AudioServer) -> None:
    with pytest.raises(ConsoleError) as gone:
        await apply(Action(remedy=Remedy.UNMUTE, side=Side.INPUT, name="away", label="Jabra 20"))
    assert gone.value.code == "endpoint-gone"
    assert "Jabra 20" in gone.value.title
    audio.kill()
    with pytest.raises(ConsoleError) as lost:
        await apply(Action(remedy=Remedy.UNMUTE, side=Side.INPUT, name="mic"))
    assert lost.value.code == "audio-system-lost"


def test_the_asking_process_loads_no_sound_library() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, console.media.audio_system.watching, console.media.audio_system.applying\n"
            "print(sorted({'sounddevice', 'pulsectl', 'textual', 'numpy', 'cffi'} & sys.modules.keys()))",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout == "[]\n"


def test_the_program_that_runs_beside_the_agent_loads_only_what_asks_the_sound_server() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, console.media.audio_system.program, console.media.audio_system.pulse\n"
            "console.media.audio_system.program.this_system()\n"
            "unwanted = {'asyncio', 'ssl', '_hashlib', 'sounddevice', 'console.domain.devices'}\n"
            "print(sorted(unwanted & sys.modules.keys()))",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout == "[]\n"


def test_what_was_seen_before_the_streams_were_all_open_is_not_of_the_test() -> None:
    opening = AudioStream(number=1, side=Side.OUTPUT, program="p", endpoint="cable", process_id=7)
    muted = replace(opening, number=2, muted=True)
    watch = Watch(now)
    watch.own(7)

    for began, stream in ((0.0, opening), (time.monotonic(), muted)):
        watch.hear(Seen(began=began, state=AudioState(at=now(), streams=(stream,))))

    assert watch.lived is not None
    assert own(watch.lived)[Side.OUTPUT].muted


def test_a_stream_that_comes_back_while_it_is_closed_does_not_hide_how_it_was() -> None:
    def tell(*streams: AudioStream) -> None:
        watch.hear(Seen(began=time.monotonic(), state=AudioState(at=now(), streams=streams)))

    recording = AudioStream(number=1, side=Side.INPUT, program="p", endpoint="mic", process_id=7)
    muted = AudioStream(number=2, side=Side.OUTPUT, program="p", endpoint="cable", process_id=7, muted=True)
    watch = Watch(now)
    watch.own(7)

    tell(recording)
    tell(recording, muted)
    tell(recording, replace(muted, number=3, muted=False))
    tell(recording)

    assert watch.lived is not None
    assert own(watch.lived)[Side.OUTPUT].muted
