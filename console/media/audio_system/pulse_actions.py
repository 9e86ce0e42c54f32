"""The actions, done by the sound server's own protocol. Each gives the action that takes it back.

An action on a stream is done to this program's streams that live, and to what the server remembers of them
(module-stream-restore): a stream that was muted in its short life would be muted again at the next test. Where a
stream belongs PipeWire learns from a stream that is moved, and from nothing else: so one is opened to be moved.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from console.domain.diagnosis.causes import Action, Remedy
from console.domain.diagnosis.evidence import Side
from console.media.audio_system.lines import Refusal
from console.media.audio_system.pipewire import insist, silent_stream
from console.media.audio_system.systems import Unable

INVERSE = {
    Remedy.UNMUTE: Remedy.MUTE,
    Remedy.MUTE: Remedy.UNMUTE,
    Remedy.RESUME: Remedy.SUSPEND,
    Remedy.SUSPEND: Remedy.RESUME,
    Remedy.UNMUTE_STREAM: Remedy.MUTE_STREAM,
    Remedy.MUTE_STREAM: Remedy.UNMUTE_STREAM,
}
"""Those that volumes or names take back are not here."""


def applied(pulse: Any, action: Action, ours: frozenset[int]) -> Action:
    """Do it and return what takes it back."""
    match action.remedy:
        case Remedy.UNMUTE_STREAM | Remedy.MUTE_STREAM:
            return _mute_streams(pulse, action, ours)
        case Remedy.SET_STREAM_VOLUME:
            return _set_stream_volumes(pulse, action, ours)
        case Remedy.MOVE_STREAM:
            return _move_streams(pulse, action, ours)
        case _:
            return _applied_to_endpoint(pulse, action, _endpoint(pulse, action))


def _applied_to_endpoint(pulse: Any, action: Action, endpoint: Any) -> Action:
    match action.remedy:
        case Remedy.SET_VOLUME:
            return _set_volume(pulse, endpoint, action)
        case Remedy.MAKE_DEFAULT:
            return _make_default(pulse, endpoint, action)
        case Remedy.RESUME | Remedy.SUSPEND:
            suspend = pulse.source_suspend if action.side is Side.INPUT else pulse.sink_suspend
            suspend(endpoint.index, action.remedy is Remedy.SUSPEND)
        case _:
            pulse.mute(endpoint, action.remedy is Remedy.MUTE)
    return _inverse(action)


def _inverse(action: Action) -> Action:
    return replace(action, remedy=INVERSE[action.remedy])


def _endpoints(pulse: Any, side: Side) -> list[Any]:
    found: list[Any] = pulse.source_list() if side is Side.INPUT else pulse.sink_list()
    return found


def _endpoint(pulse: Any, action: Action) -> Any:
    for one in _endpoints(pulse, action.side):
        if one.name == action.name:
            return one
    raise Unable(Refusal.NOT_THERE)


def _make_default(pulse: Any, endpoint: Any, action: Action) -> Action:
    server = pulse.server_info()
    before = server.default_source_name if action.side is Side.INPUT else server.default_sink_name
    insist(lambda: pulse.default_set(endpoint))
    label = next((one.description for one in _endpoints(pulse, action.side) if one.name == before), "")
    return replace(action, name=before, label=label)


def _set_volume(pulse: Any, thing: Any, action: Action) -> Action:
    """Set an endpoint's or a stream's volumes, or a remembered stream's."""
    before = tuple(thing.volume.values)
    thing.volume.values = _wanted(action, len(before))
    if hasattr(thing, "index"):
        pulse.volume_set(thing, thing.volume)
    else:
        _remember(pulse, thing)
    return replace(action, volume=max(before), volumes=before)


def _wanted(action: Action, channels: int) -> list[float]:
    if len(action.volumes) == channels:
        return list(action.volumes)
    return [1.0 if action.volume is None else action.volume] * channels


def _mute_streams(pulse: Any, action: Action, ours: frozenset[int]) -> Action:
    mute = action.remedy is Remedy.MUTE_STREAM
    for stream in _living(pulse, action.side, ours):
        pulse.mute(stream, mute)
    for remembered in _remembered(pulse, action.side):
        remembered.mute = int(mute)
        _remember(pulse, remembered)
    return _inverse(action)


def _set_stream_volumes(pulse: Any, action: Action, ours: frozenset[int]) -> Action:
    undo = action
    for stream in (*_living(pulse, action.side, ours), *_remembered(pulse, action.side)):
        undo = _set_volume(pulse, stream, action)
    return undo


def _move_streams(pulse: Any, action: Action, ours: frozenset[int]) -> Action:
    """Move the streams to the endpoint, now and for the next time."""
    target, living = _endpoint(pulse, action), list(_living(pulse, action.side, ours))
    undo = action
    if not living and _is_pipewire(pulse):
        with silent_stream(action.side):
            return _moved(pulse, action, target, _placed(pulse, action.side))
    for stream in living:
        undo = _moved(pulse, action, target, stream)
    for remembered in _remembered(pulse, action.side) if not _is_pipewire(pulse) else ():
        undo = replace(action, name=remembered.device) if remembered.device else undo
        remembered.device = action.name
        _remember(pulse, remembered)
    return undo


def _moved(pulse: Any, action: Action, target: Any, stream: Any) -> Action:
    index = _at(stream)
    before = next((one for one in _endpoints(pulse, action.side) if one.index == index), target)
    move = pulse.source_output_move if action.side is Side.INPUT else pulse.sink_input_move
    insist(lambda: move(stream.index, target.index))
    return replace(action, name=before.name, label=before.description)


def _placed(pulse: Any, side: Side) -> Any:
    """Return this process's own stream, once it is at an endpoint."""

    def found() -> Any:
        places = {one.index for one in _endpoints(pulse, side)}
        return next(one for one in _living(pulse, side, frozenset({os.getpid()})) if _at(one) in places)

    return insist(found)


def _at(stream: Any) -> int:
    index: int = stream.source if hasattr(stream, "source") else stream.sink
    return index


def _living(pulse: Any, side: Side, ours: frozenset[int]) -> Iterator[Any]:
    for one in pulse.source_output_list() if side is Side.INPUT else pulse.sink_input_list():
        process = one.proplist.get("application.process.id", "")
        if process.isdecimal() and int(process) in ours:
            yield one


def _remembered(pulse: Any, side: Side) -> list[Any]:
    """Return what the server remembers of streams that this interpreter opens through ALSA's plug-in."""
    if pulse.stream_restore_test() is None:
        return []
    kind = "source-output" if side is Side.INPUT else "sink-input"
    program = f"ALSA plug-in [{Path(sys.executable).resolve().name}]"
    found = [
        one for one in pulse.stream_restore_list() if one.name.startswith(kind) and one.name.endswith(f":{program}")
    ]
    if not found and _is_pipewire(pulse):
        # PipeWire remembers too, and tells nobody; but what it is told anew takes the place of that.
        return [_plain(f"{kind}-by-application-name:{program}")]
    return found


def _remember(pulse: Any, remembered: Any) -> None:
    """Write it until the server tells it back: PipeWire loses what it is told before it has found its own memory."""

    def is_told() -> None:
        pulse.stream_restore_write(remembered, mode="replace", apply_immediately=True)
        next(one for one in pulse.stream_restore_list() if _facts(one) == _facts(remembered))

    insist(is_told)


def _facts(remembered: Any) -> tuple[object, ...]:
    volumes = tuple(round(value, 2) for value in remembered.volume.values)
    return remembered.name, bool(remembered.mute), volumes


def _plain(name: str) -> Any:
    from pulsectl.pulsectl import PulseExtStreamRestoreInfo

    return PulseExtStreamRestoreInfo(name, volume=1.0, channel_list=["front-left", "front-right"])


def _is_pipewire(pulse: Any) -> bool:
    return "PipeWire" in pulse.server_info().server_name
