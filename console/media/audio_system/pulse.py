"""PulseAudio, or PipeWire in its place: state, events and actions by its own protocol."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from console.domain.diagnosis.causes import Action
from console.domain.diagnosis.evidence import AudioState, AudioStream, Endpoint, EndpointState, Reach, Side
from console.domain.noun import Clock
from console.media.audio_system.pulse_actions import applied
from console.media.audio_system.systems import Unreachable
from console.media.inventory.pulse import DUMMY, plugged
from console.media.pulse_address import sockets

ACCESS_DENIED = 1
"""PA_ERR_ACCESS of pulse/def.h."""
STATES = {state.value: state for state in EndpointState}
HANDS_FREE = ("headset_head_unit", "handsfree_head_unit", "headset-head-unit")
"""The telephone profiles' names, of PulseAudio and of PipeWire."""
LINK_GROUP = "node.link-group"
"""PipeWire's mark of an endpoint that passes sound on, and of the stream by which it gets or gives it."""


@contextmanager
def opened(clock: Clock) -> Iterator["PulseServer"]:
    """Connect to the server."""
    try:
        import pulsectl
    except (ImportError, OSError) as error:  # OSError: the binding is there, libpulse is not
        raise Unreachable(Reach.NO_LIBRARY) from error
    _read_rates(pulsectl)
    with pulsectl.Pulse("bedside", connect=False) as pulse:
        try:
            pulse.connect()
        except pulsectl.PulseError as error:
            raise Unreachable(_why_not(pulse)) from error
        with _while_it_lives():
            server = PulseServer(pulse, clock)
        yield server


class PulseServer:
    """A server that answers."""

    sees_states = True

    def __init__(self, pulse: Any, clock: Clock) -> None:
        info = pulse.server_info()
        self.name = f"{info.server_name} {info.server_version}"
        self._pulse = pulse
        self._clock = clock
        self._stale = False
        pulse.event_callback_set(self._heard)
        pulse.event_mask_set("sink", "source", "sink_input", "source_output", "card", "server")

    def state(self) -> AudioState:
        """Ask for everything."""
        with _while_it_lives():
            self._stale = False
            server = self._pulse.server_info()
            sinks, sources = self._pulse.sink_list(), self._pulse.source_list()
            played, recorded = self._pulse.sink_input_list(), self._pulse.source_output_list()
        return AudioState(
            at=self._clock(),
            endpoints=(
                *_endpoints(Side.INPUT, sources, server.default_source_name, _masters(recorded, sources)),
                *_endpoints(Side.OUTPUT, sinks, server.default_sink_name, _masters(played, sinks)),
            ),
            streams=(
                *_streams(Side.INPUT, recorded, sources),
                *_streams(Side.OUTPUT, played, sinks),
            ),
        )

    def wait(self, seconds: float) -> None:
        """Wait for the next event, unless one came while the state was asked for."""
        if not self._stale:
            with _while_it_lives():
                self._pulse.event_listen(seconds)

    def apply(self, action: Action, ours: frozenset[int]) -> Action:
        """Do it by the server's protocol."""
        with _while_it_lives():
            return applied(self._pulse, action, ours)

    def _heard(self, event: Any) -> None:
        from pulsectl import PulseLoopStop

        self._stale = True
        raise PulseLoopStop


def _read_rates(pulsectl: Any) -> None:
    # pulsectl keeps a reference into memory that libpulse frees when the listing is done: the figure in it is taken
    # while it is still there, at the hook that pulsectl has for further fields.
    def take(self: Any, struct: Any) -> None:
        self.rate = struct.sample_spec.rate

    for info in (pulsectl.PulseSinkInfo, pulsectl.PulseSourceInfo):
        info._init_from_struct = take


@contextmanager
def _while_it_lives() -> Iterator[None]:
    from pulsectl import PulseDisconnected, PulseError
    from pulsectl._pulsectl import LibPulse

    try:
        yield
    except (PulseError, PulseDisconnected, LibPulse.CallError) as error:
        raise Unreachable(Reach.DIED) from error


def _why_not(pulse: Any) -> Reach:
    """Tell a server that refuses this user from one that is not there."""
    from pulsectl import _pulsectl

    refused = _pulsectl.pa.context_errno(pulse._ctx) == ACCESS_DENIED
    return Reach.ACCESS_DENIED if refused or any(map(_is_barred, _addresses())) else Reach.NO_SERVER


def _addresses() -> Iterator[Path]:
    if server := os.environ.get("PULSE_SERVER"):
        yield Path(server.rpartition("}")[2].removeprefix("unix:"))
    else:
        yield from sockets()


def _is_barred(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        try:
            return attempt.connect_ex(str(address)) in (errno.EACCES, errno.EPERM)
        except OSError:  # no path at all
            return False


def _masters(streams: list[Any], found: list[Any]) -> dict[str, str]:
    """Return by link group the endpoint that its stream is at: PipeWire tells a master by nothing else."""
    groups = ((one.proplist.get(LINK_GROUP), _place(one, found)) for one in streams)
    return {group: place for group, place in groups if group and place}


def _place(stream: Any, found: list[Any]) -> str:
    """Return the name of the endpoint that a stream is at; empty while it is at none."""
    index = stream.source if hasattr(stream, "source") else stream.sink
    return next((one.name for one in found if one.index == index), "")


def _endpoints(side: Side, found: list[Any], default: str, masters: dict[str, str]) -> Iterator[Endpoint]:
    for one in found:
        if one.name == DUMMY or one.name.startswith(f"{DUMMY}."):
            continue
        yield Endpoint(
            name=one.name,
            label=one.description,
            side=side,
            is_default=one.name == default,
            muted=bool(one.mute),
            volumes=_volumes(one),
            state=STATES.get(str(one.state._value), EndpointState.UNKNOWN),
            rate=one.rate,
            channels=one.channel_count,
            monitor_of=getattr(one, "monitor_of_sink_name", None),
            master=one.proplist.get("device.master_device") or masters.get(one.proplist.get(LINK_GROUP, "")),
            plugged=plugged(port.available for port in one.port_list),
            is_hands_free=any(value in HANDS_FREE for value in one.proplist.values()),
        )


def _streams(side: Side, streams: list[Any], found: list[Any]) -> Iterator[AudioStream]:
    for one in streams:
        place, process = _place(one, found), one.proplist.get("application.process.id", "")
        # PipeWire lists a stream before it is anywhere, with volumes of 0 that nobody has set.
        if place:
            yield AudioStream(
                number=one.index,
                side=side,
                program=one.proplist.get("application.name") or one.name,
                endpoint=place,
                process_id=int(process) if process.isdecimal() else None,
                muted=bool(one.mute),
                volumes=_volumes(one),
                paused=bool(one.corked),
            )


def _volumes(one: Any) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in one.volume.values)
