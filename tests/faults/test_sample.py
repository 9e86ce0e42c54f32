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
    fault = ALL[name]
    with rig(Server.PULSEAUDIO) as one:
        result = await one.diagnose(fault)
    assert timeless(wrongs(result)) == []
