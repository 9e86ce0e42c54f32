"""A handful of the fault matrix (`make faults` runs all of it)."""

import pytest

from faults import Server, devices, health, pairs, settings, sound, streams, system
from faults.rig import rig
from faults.servers import is_installed
from faults.verdicts import wrongs

SAMPLE = (
    "microphone muted",
    "wrong default microphone",
    "speaker muted, in mid-test",
    "own playback muted",
    "microphone pulled out",
    "sides swapped",
    "server frozen, in mid-test",
    "microphone muted + speaker at 5 %",
    "the server refuses this user",
    "healthy, at ease, 1",
)
OTHERWISE_ON_PIPEWIRE = ("monitor muted", "microphone at 300 %", "own recording moved", "own playback moved")
ALL = {
    fault.name: fault
    for module in (devices, health, pairs, settings, sound, streams, system)
    for fault in module.FAULTS
}


def timeless(found: list[str]) -> list[str]:
    """Leave out what depends on how busy the machine is."""
    return [wrong for wrong in found if not wrong.startswith("late")]


@pytest.mark.skipif(not is_installed(Server.PULSEAUDIO), reason="needs PulseAudio (Debian: pulseaudio-utils)")
@pytest.mark.parametrize("name", SAMPLE)
async def test_a_fault_is_named_first_and_mended_without_a_false_alarm(name: str) -> None:
    if name not in ALL:
        pytest.skip("needs root: it takes another user")
    assert await wrong_on(Server.PULSEAUDIO, name) == []


@pytest.mark.skipif(not is_installed(Server.PIPEWIRE), reason="needs PipeWire (Debian: pipewire-pulse, wireplumber)")
@pytest.mark.parametrize("name", OTHERWISE_ON_PIPEWIRE)
async def test_so_it_is_where_pipewire_differs(name: str) -> None:
    assert await wrong_on(Server.PIPEWIRE, name) == []


async def wrong_on(server: Server, name: str) -> list[str]:
    with rig(server) as one:
        return timeless(wrongs(await one.diagnose(ALL[name])))
