"""What is handed on: the ticket, the sentence after a mend, the baseline and what is held against it."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from console import words
from console.domain.devices import Change, Check, CheckOutcome, DeviceChange, DeviceKind, MediaDevice
from console.domain.diagnosis.baseline import FRESH_FOR, baseline, drift, is_fresh
from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.chain import stops_at
from console.domain.diagnosis.evidence import Cameras, Evidence
from console.domain.diagnosis.nameless import nameless
from console.domain.diagnosis.recovery import recovered
from console.domain.diagnosis.report import markdown
from console.domain.diagnosis.result import LinkName
from console.domain.diagnosis.thresholds import LOW_VOLUME
from tests.domain.diagnosis.evidence import (
    BEGAN,
    EARLIER,
    END,
    HEARD,
    SPOKEN,
    ZEROS,
    changed,
    healthy,
    judged,
    named,
    quiet_check,
)

WELL = judged(healthy(speech=replace(SPOKEN, level=-21.0)))
MUTED = judged(changed(healthy(signal=ZEROS), "mic", muted=True))
FAINT = judged(healthy(speech=replace(SPOKEN, level=-58.0)))


def test_a_mend_that_helped_says_from_what_to_what_and_how_long_it_took() -> None:
    assert recovered(FAINT, WELL, 27.3) == "Audible again: -58 to -21 dBFS, 27 s."
    assert recovered(MUTED, WELL, 27.3) == "Audible again: silent before, now -21 dBFS, 27 s."
    assert recovered(judged(healthy()), judged(healthy()), 4) == "All is well again, 4 s."


def test_a_mend_that_did_not_help_says_so() -> None:
    assert recovered(MUTED, MUTED, 5) == "Not mended yet: The microphone is muted."
    stacked = judged(changed(healthy(signal=ZEROS), "mic", muted=True, volumes=(0.0,)))
    one_left = judged(changed(healthy(signal=ZEROS), "mic", volumes=(0.0,)))
    assert recovered(stacked, one_left, 5) == "That is mended. What is left: The microphone's volume is at zero."


def test_a_ticket_holds_verdict_cause_evidence_mend_and_figures() -> None:
    report = markdown(MUTED, subject="PC-0231")

    assert report.startswith(
        "# Sound, picture and network: PC-0231\n\n**Something is wrong.** 2026-03-12 12:00 UTC, 2 s\n"
    )
    assert "device ok > captured fault" in report
    assert "## 1. The microphone is muted.\n\n`microphone-muted`, certain, microphone 1." in report
    assert "- microphone 1 is muted. (the sound system, 0 s ago)" in report
    assert "Mend: Unmute: microphone 1\n\nSay: Your microphone is muted." in report
    assert "- Level: -180 dBFS" in report


def test_a_device_that_is_called_after_its_owner_is_not_named_in_a_ticket() -> None:
    mine = "Maija Saari AirPods"
    evidence = healthy(signal=ZEROS, earlier=replace(EARLIER, input_label="Maija Saari old"))
    odd = judged(changed(changed(evidence, "mic", muted=True), "mic", label=mine))
    without_evidence = replace(odd, evidence=None)

    for found in (odd, without_evidence):
        assert mine in str(msgspec.to_builtins(found))
        assert "Maija" not in markdown(found, subject="PC") + str(msgspec.to_builtins(nameless(found)))


def test_a_device_may_be_called_as_the_program_calls_its_own_things() -> None:
    odd = judged(changed(changed(healthy(signal=ZEROS), "mic", muted=True), "mic", label="audio-system"))
    cameras = Cameras(at=END, labels=("camera", "input"))

    found = nameless(replace(odd, evidence=replace(healthy(), cameras=cameras)))

    assert found.causes[0].subject == "microphone 1"
    assert found.evidence is not None and found.evidence.cameras is not None
    assert found.evidence.cameras.labels == ("camera 1", "camera 2")
    assert found.chain == odd.chain


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bluez_input.4C_87", "microphone 1 (Bluetooth)"),
        ("alsa_input.usb-Maija", "microphone 1 (USB)"),
        ("alsa_input.pci-0000", "microphone 1 (built in)"),
        ("mic", "microphone 1"),
    ],
)
def test_how_a_device_is_connected_is_told_in_its_place(name: str, said: str) -> None:
    assert WELL.input is not None
    found = nameless(replace(WELL, input=replace(WELL.input, name=name), evidence=None))

    assert found.input is not None
    assert (found.input.name, found.input.label) == (said, said)


def test_an_address_stays_in_a_ticket_and_figures_have_words_and_units() -> None:
    unknown = Cause(code=Code.DNS_FAILURE, certainty=Certainty.CERTAIN, subject="video.town.example")
    measures = {"clipFraction": 0.25, "roundTripHttp": 12.34, "lossMedia": 3.0, "newer": 7.0}

    report = markdown(replace(WELL, causes=(unknown,), measures=measures), subject="PC")

    assert "video.town.example" in report
    assert report.endswith(
        "- Loud samples cut off: 25 %\n- Round trip (HTTP): 12.3 ms\n- Loss (sound): 3 %\n- newer: 7\n"
    )


def test_a_ticket_is_written_in_the_language_in_use() -> None:
    words.use("fi")

    assert "## 1. Mikrofoni on mykistetty." in markdown(MUTED, subject="PC-0231")


def test_an_odd_name_is_no_markup_in_a_ticket() -> None:
    odd = replace(WELL, causes=(Cause(code=Code.DNS_FAILURE, certainty=Certainty.LIKELY, subject="<b>*Boom*|\n# x`"),))

    assert "\\<b\\>\\*Boom\\*\\| \\# x\\`" in markdown(odd, subject="PC")
    assert "\n# x" not in markdown(odd, subject="PC")


def test_sound_stops_at_the_first_link_with_a_fault() -> None:
    link = stops_at(MUTED.chain)

    assert link is not None
    assert (link.name, link.at) == (LinkName.CAPTURED, END)
    assert stops_at(WELL.chain) is None


def test_a_baseline_comes_from_a_good_test_with_sound() -> None:
    found = baseline(WELL)

    assert found is not None
    assert (found.input_label, found.output_label, found.level, found.speech_level) == ("Boom", "Cable", -15.0, -21.0)
    assert baseline(MUTED) is None
    assert baseline(judged(quiet_check())) is None


@pytest.mark.parametrize(
    "poor",
    [
        healthy(input="mic", output="cable"),
        healthy(input="mic"),
        changed(healthy(), "mic", volumes=(LOW_VOLUME,)),
        changed(healthy(), "cable", volumes=(LOW_VOLUME, LOW_VOLUME)),
        changed(healthy(input="cable.monitor"), "cable.monitor", is_default=True),
        changed(changed(healthy(), "mic", is_default=False), "cable.monitor", is_default=True),
    ],
    ids=["named devices", "a named microphone", "a low microphone", "a low speaker", "a named monitor", "a monitor"],
)
def test_a_test_of_other_devices_than_those_in_use_or_of_low_ones_is_no_baseline(poor: Evidence) -> None:
    good = replace(judged(poor), verdict=CheckOutcome.HEALTHY)

    assert baseline(good) is None


def test_a_level_far_below_the_last_good_test_is_told_and_named() -> None:
    evidence = healthy(earlier=EARLIER, speech=replace(SPOKEN, level=-71.0))

    assert drift(evidence) == ("10.2.2026 Boom gave -22 dBFS, today -71 dBFS.",)
    assert named(evidence)[0] == (Code.NOT_AUDIBLE, Certainty.LIKELY)
    assert (Code.QUIETER_THAN_BEFORE, Certainty.LIKELY) in named(evidence)


@pytest.mark.parametrize(("drop", "causes"), [(14.0, []), (16.0, [Certainty.POSSIBLE]), (31.0, [Certainty.LIKELY])])
def test_a_weaker_probe_than_before_is_a_doubt_and_a_far_weaker_one_a_fault(
    drop: float, causes: list[Certainty]
) -> None:
    weaker = replace(HEARD, level=-15.0 - drop, gains=((-drop, -180.0), (-180.0, -drop)))

    assert [one.certainty for one in judged(healthy(earlier=EARLIER, signal=weaker)).causes] == causes


def test_other_devices_than_at_the_last_good_test_are_told_and_levels_are_not_compared() -> None:
    evidence = healthy(earlier=replace(EARLIER, input_label="Jabra 20"), signal=replace(HEARD, level=-50.0))

    assert drift(evidence) == ("10.2.2026 it was Jabra 20, today Boom.",)


PASSED = Check(at=BEGAN, outcome=CheckOutcome.HEALTHY)
HEADSET = MediaDevice(device_id="mic", kind=DeviceKind.MICROPHONE, label="Boom")


def change(minutes: int) -> DeviceChange:
    return DeviceChange(number=1, at=BEGAN + timedelta(minutes=minutes), change=Change.ADDED, device=HEADSET)


@pytest.mark.parametrize(
    ("check", "changes", "later", "fresh"),
    [
        (PASSED, [], timedelta(days=1), True),
        (PASSED, [change(-5)], timedelta(days=1), True),
        (PASSED, [change(5)], timedelta(days=1), False),
        (PASSED, [], FRESH_FOR, False),
        (PASSED, [], timedelta(minutes=-1), False),
        (replace(PASSED, outcome=CheckOutcome.UNSURE), [], timedelta(days=1), False),
        (None, [], timedelta(0), False),
    ],
)
def test_what_passed_lately_and_has_not_changed_is_not_tested_again(
    check: Check | None, changes: list[DeviceChange], later: timedelta, fresh: bool
) -> None:
    assert is_fresh(check, changes, BEGAN + later) is fresh
