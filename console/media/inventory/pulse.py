"""The sound devices of PulseAudio, or of PipeWire in its place: a program that prints a line whenever they change.

A line is JSON: `{"devices": [MediaDevice, ...], "settings": [Setting, ...]}`, or
`{"trouble": "no-library" | "no-server"}`. The program outlives a server that ends and finds the next one; a server that
does not answer ends it by SIGALRM. It is written in plain dicts because it stays in memory beside the agent.
"""

import json
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from console.media.leash import end_with_parent

ANSWER_WITHIN = 5.0
"""Seconds after which a server that does not answer counts as frozen: the alarm then ends this process."""
ASK_AGAIN = 30.0
"""Seconds of silence after which the server is asked whether it still lives."""
SETTLE = 1.0
"""Seconds between two listings where no device came or went: a moving volume slider sends an event at each step."""
RETRY = 5.0
"""Seconds between two attempts to connect."""

DUMMY = "auto_null"
"""The sink that both servers make up where there is no speaker."""

Device = dict[str, object]
Setting = dict[str, object]
"""The mute and the volume of an endpoint, or of one that stands behind it."""
Listing = dict[tuple[str, str], tuple[int, Device]]
"""Devices by kind and name, each with the server's index: it is a new one when a device leaves and comes back."""


def main() -> None:
    """Print the devices and each change of them until the parent process ends."""
    end_with_parent()
    try:
        import pulsectl
    except (ImportError, OSError):  # OSError: the binding is there, libpulse is not
        _say(trouble="no-library")
        return
    with pulsectl.Pulse("bedside-agent", connect=False) as pulse:
        while True:
            _follow(pulse)
            _say(trouble="no-server")
            time.sleep(RETRY)


def _follow(pulse: Any) -> None:
    """Print the devices and each change of them until the server goes, if there is one."""
    from pulsectl import PulseDisconnected, PulseError

    before: Listing | None = None
    known: list[Setting] = []
    with suppress(PulseError, PulseDisconnected):
        with _answer_expected():
            pulse.connect()
            events = Events(pulse)
        while True:
            with _answer_expected():
                now, settings = _listing(pulse)
            told = list(steps(before, now))
            if not told and settings != known:
                told = [[device for _, device in now.values()]]
            for devices in told:
                _say(devices=devices, settings=settings)
            before, known = now, settings
            events.wait()


class Events:
    """The server's events: `wait` returns when the devices may have changed, or after a while to ask all the same."""

    def __init__(self, pulse: Any) -> None:
        self._pulse = pulse
        self._stale = False
        self._urgent = False
        self._settling = False
        pulse.event_callback_set(self._heard)
        pulse.event_mask_set("sink", "source", "card", "server")

    def wait(self) -> None:
        """Wait for the next event, and a little longer where only something small has changed."""
        # An event may have come while the devices were listed; then there is nothing to wait for.
        if not self._stale:
            self._pulse.event_listen(ASK_AGAIN)
        if not self._urgent:
            self._settling = True
            self._pulse.event_listen(SETTLE)
        self._stale = self._urgent = self._settling = False

    def _heard(self, event: Any) -> None:
        from pulsectl import PulseLoopStop

        self._stale = True
        self._urgent = self._urgent or event.t in ("new", "remove")
        if self._urgent or not self._settling:
            raise PulseLoopStop


@contextmanager
def _answer_expected() -> Iterator[None]:
    # pulsectl waits for an answer without an end, or, when it connects with a time limit, for all of that time. The
    # alarm's default action ends this process wherever it waits; the parent knows what that means.
    signal.setitimer(signal.ITIMER_REAL, ANSWER_WITHIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _listing(pulse: Any) -> tuple[Listing, list[Setting]]:
    server, sources, sinks = pulse.server_info(), pulse.source_list(), pulse.sink_list()
    found = [
        *_devices("audioinput", sources, server.default_source_name),
        *_devices("audiooutput", sinks, server.default_sink_name),
    ]
    listing = {(str(device["kind"]), str(device["deviceId"])): (index, device) for index, device in found}
    return listing, [_setting(one) for one in (*sources, *sinks)]


def _setting(one: Any) -> Setting:
    return {"name": one.name, "muted": bool(one.mute), "volume": max(one.volume.values, default=1.0)}


def _devices(kind: str, found: list[Any], default: str) -> Iterator[tuple[int, Device]]:
    for one in found:
        # A monitor records what a speaker plays: it is no microphone.
        monitor = getattr(one, "monitor_of_sink_name", None) is not None
        if not monitor and one.name != DUMMY and plugged(port.available for port in one.port_list):
            yield (
                one.index,
                {"deviceId": one.name, "kind": kind, "label": one.description, "isDefault": one.name == default},
            )


def plugged(ports: Iterable[str]) -> bool:
    """Tell whether a device can be heard or seen: it has no ports, or one at least is not known to be unplugged."""
    availability = list(ports)
    return not availability or any(available != "no" for available in availability)


def steps(before: Listing | None, now: Listing) -> Iterator[list[Device]]:
    """Yield the lists to print: none if nothing differs, two if a device left and came back while nobody looked."""
    known = before or {}
    returned = {key for key, (index, _) in now.items() if key in known and known[key][0] != index}
    if returned:
        yield [device for key, (_, device) in now.items() if key not in returned]
    if now != before:
        yield [device for _, device in now.values()]


def _say(**line: object) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
