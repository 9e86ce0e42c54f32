"""Cameras, with FFmpeg's own test pictures through the seam where a camera is opened."""

import errno
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest
from av.container import InputContainer

from console.diagnostics.bench import Bench, Plan
from console.diagnostics.checks.camera import check
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.evidence import Camera, CameraOpening, Evidence
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.result import Subject
from console.domain.errors import ConsoleError
from console.media.camera.lines import Line, Listed, Seen, Task
from console.media.camera.looking import look
from console.media.camera.program import look as look_here
from console.media.camera.source import Source, chosen, of_nodes


def now() -> datetime:
    return datetime.now(UTC)


def nothing(_width: int, _height: int, _rgb: bytes) -> None:
    """Show no picture."""


async def seen_of(graph: str, seconds: float = 1.0) -> Camera:
    source = Source(source=f"{graph},realtime", format="lavfi", label="Test picture")
    _cameras, camera = await look(clock=now, show=nothing, seconds=seconds, source=source)
    assert camera is not None
    return camera


async def test_a_good_camera_gives_its_size_its_rate_and_a_moving_picture() -> None:
    camera = await seen_of("testsrc=size=640x480:rate=30", seconds=2.0)

    assert camera.opening is CameraOpening.OPENED
    assert (camera.width, camera.height, camera.label) == (640, 480, "Test picture")
    assert 24 <= camera.rate <= 33
    assert camera.luma is not None
    assert 60 < camera.luma < 200
    assert camera.spread is not None
    assert camera.spread > 20
    assert not camera.frozen


async def test_pictures_come_small_while_the_camera_is_looked_at() -> None:
    shown: list[tuple[int, int, int]] = []
    source = Source(source="testsrc=size=640x480:rate=30,realtime", format="lavfi")

    await look(clock=now, show=lambda w, h, rgb: shown.append((w, h, len(rgb))), seconds=0.5, source=source)

    assert len(shown) >= 3
    assert set(shown) == {(96, 72, 96 * 72 * 3)}


@pytest.mark.parametrize(
    ("graph", "luma", "spread"),
    [
        ("color=black:size=640x480:rate=30,format=gray", (0, 2), (0, 0.5)),
        ("testsrc=size=640x480:rate=30,lutrgb=r=val*0.15:g=val*0.15:b=val*0.15", (1, 45), (0, 30)),
    ],
    ids=["black", "dark"],
)
async def test_black_and_dark_pictures_are_measured(
    graph: str, luma: tuple[float, float], spread: tuple[float, float]
) -> None:
    camera = await seen_of(graph)

    assert camera.luma is not None
    assert camera.spread is not None
    assert luma[0] <= camera.luma <= luma[1]
    assert spread[0] <= camera.spread <= spread[1]


async def test_a_picture_that_never_changes_is_frozen() -> None:
    assert (await seen_of("testsrc=size=640x480:rate=30,loop=loop=-1:size=1")).frozen


async def test_a_still_scene_with_a_sensors_noise_is_not_frozen() -> None:
    assert not (await seen_of("color=gray:size=640x480:rate=30,noise=alls=4:allf=t")).frozen


async def test_a_slow_camera_is_measured_as_slow() -> None:
    camera = await seen_of("testsrc=size=640x480:rate=5", seconds=2.0)

    assert 4 <= camera.rate <= 6


async def test_a_recording_is_looked_at_like_a_camera(tmp_path: Path) -> None:
    file = tmp_path / "picture.mkv"
    with av.open(str(file), "w") as out, av.open("testsrc=size=320x240:rate=25:duration=1", format="lavfi") as made:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for frame in made.decode(video=0):
            out.mux(stream.encode(frame.reformat(format="yuv420p")))
        out.mux(stream.encode(None))

    _cameras, camera = await look(clock=now, show=nothing, source=Source(source=str(file)))

    assert camera is not None
    assert (camera.width, camera.height, camera.frames, camera.frozen) == (320, 240, 25, False)


@pytest.mark.parametrize(
    ("error", "opening"),
    [
        (OSError(errno.EBUSY, "busy"), CameraOpening.BUSY),
        (av.error.OSError(errno.EBUSY, "busy"), CameraOpening.BUSY),
        (PermissionError(errno.EACCES, "no"), CameraOpening.DENIED),
        (av.error.PermissionError(errno.EACCES, "no"), CameraOpening.DENIED),
        (FileNotFoundError(errno.ENOENT, "gone"), CameraOpening.GONE),
        (OSError(errno.ENODEV, "gone"), CameraOpening.GONE),
        (av.error.InvalidDataError(errno.EIO, "garbage"), CameraOpening.FAILED),
    ],
)
def test_a_camera_that_will_not_open_says_why(error: Exception, opening: CameraOpening) -> None:
    def refusing(source: str, format: str | None) -> InputContainer:
        raise error

    told: list[Line] = []
    look_here(Task(source=Source(source="/dev/video0", format="v4l2", label="Desk")), told.append, refusing)

    assert told[1:] == [Seen(opening=opening)]


async def test_a_device_that_is_not_there_or_no_camera_is_told_apart() -> None:
    _cameras, gone = await look(clock=now, show=nothing, source=Source(source="/dev/video99", format="v4l2"))
    _cameras, wrong = await look(clock=now, show=nothing, source=Source(source="/dev/null", format="v4l2"))
    _cameras, unknown = await look("No such camera", clock=now, show=nothing)

    assert gone is not None
    assert gone.opening is CameraOpening.GONE
    assert wrong is not None
    assert wrong.opening is CameraOpening.FAILED
    assert unknown is not None
    assert (unknown.opening, unknown.label) == (CameraOpening.GONE, "No such camera")


async def test_a_camera_whose_pictures_stop_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.media.camera.looking.OPENS_WITHIN", 1.5)
    # After a second the next picture is due in a quarter of an hour.
    graph = "testsrc=size=320x240:rate=30,setpts='if(lt(N,30),N/30/TB,900/TB)',realtime=limit=10000"

    camera = await seen_of(graph, seconds=2.0)

    assert camera.frozen
    assert camera.frames > 0


def test_cameras_of_linux_are_opened_by_their_first_node(tmp_path: Path) -> None:
    for name, index, label in (("video0", 0, "HD Pro"), ("video1", 1, "HD Pro"), ("video2", 0, "Desk")):
        node = tmp_path / name
        node.mkdir()
        (node / "index").write_text(f"{index}\n")
        (node / "name").write_text(f"{label}\n")

    sources = tuple(of_nodes(tmp_path / name for name in ("video0", "video2")))

    assert sources == (
        Source(source="/dev/video0", format="v4l2", label="HD Pro"),
        Source(source="/dev/video2", format="v4l2", label="Desk"),
    )
    assert chosen(sources, "Desk") == sources[1]
    assert chosen(sources, None) == sources[0]
    assert chosen(sources, "Webcam") is None


def test_the_program_ends_when_its_parent_goes() -> None:
    task = '{"source": {"source": "testsrc=rate=30,realtime", "format": "lavfi"}, "seconds": 600}'
    program = subprocess.Popen(
        [sys.executable, "-m", "console.media.camera.program", task], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdin is not None
    assert b"listed" in program.stdout.readline()
    program.stdin.close()
    assert program.wait(timeout=20) == 0
    program.stdout.close()


def test_the_asking_process_loads_no_picture_library() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, console.diagnostics.checks.camera; print(sorted({'av', 'numpy'} & sys.modules.keys()))",
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout == "[]\n"


async def test_a_machine_without_a_camera_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Line] = []
    monkeypatch.setattr("console.media.camera.source.every", lambda: ())

    look_here(Task(), told.append)

    assert told == [Listed(labels=(), chosen=None)]


async def test_a_camera_that_nobody_has_plugged_in_is_named_to_who_asked_for_it() -> None:
    bench = Bench(
        plan=Plan(subject=Subject.CAMERA, camera="No such camera"),
        clock=now,
        evidence=Evidence(started_at=now()),
        tell=lambda progress: None,
    )
    with pytest.raises(ConsoleError) as refusal:
        await check(bench)

    assert refusal.value.title == "There is no camera named No such camera."


@pytest.mark.parametrize("asked", [None, "HD Pro"])
async def test_a_look_that_ended_by_itself_is_no_fault_of_any_camera(
    asked: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "av.py").write_text("raise ImportError('broken')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    bench = Bench(
        plan=Plan(subject=Subject.CAMERA, camera=asked),
        clock=now,
        evidence=Evidence(started_at=now()),
        tell=lambda progress: None,
    )

    await check(bench)

    judged = judge(bench.evidence, at=now(), seconds=1.0)
    assert judged.verdict is CheckOutcome.UNABLE
    assert [cause.code for cause in judged.causes] == [Code.TEST_ENDED]
