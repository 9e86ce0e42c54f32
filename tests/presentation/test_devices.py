import pytest

from console.presentation.cell import Tone
from console.presentation.detail import text
from console.presentation.devices import DEVICES, owner, state
from tests.town import WORKSTATIONS, scene


@pytest.mark.parametrize(
    ("n", "said", "tone"),
    [
        (0, "ok", Tone.GOOD),
        (1, "no microphone", Tone.WARNING),
        (2, "offline", Tone.NOTICE),
        (3, "sound system down", Tone.WARNING),
        (4, "paused until 10:05", Tone.QUIET),
        (5, "waiting for its agent", Tone.QUIET),
    ],
)
def test_the_worst_of_a_workstation_is_said(n: int, said: str, tone: Tone) -> None:
    assert state(WORKSTATIONS[n], scene()) == (said, tone, "")


def test_a_workstation_is_a_persons_or_a_places() -> None:
    assert owner(WORKSTATIONS[0], scene()) == "Saari Maija"
    assert owner(WORKSTATIONS[3], scene()) == "Meeting room 2"


def test_the_detail_names_every_device_and_the_default_ones() -> None:
    told = text(DEVICES.detail(WORKSTATIONS[0], scene()))
    assert "Speaker: Jabra Evolve 20 (default)\nHDMI monitor" in told
    assert "Network: Ethernet 1000 Mbit/s" in told


def test_the_detail_tells_what_changed() -> None:
    assert "Changes: 08:55 Jabra Evolve 20 gone" in text(DEVICES.detail(WORKSTATIONS[1], scene()))


def test_an_empty_list_asks_first_for_the_staff_to_be_informed() -> None:
    assert "Press i" in DEVICES.empty(scene(organisation=None)) or "Press n" in DEVICES.empty(scene(organisation=None))
    assert "Press n" in DEVICES.empty(scene())
