"""Sound to the echo peer and back, with real peers: whole, broken, blocked, and with peers that die."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from console.domain.diagnosis.evidence import HopFailure
from console.domain.errors import ConsoleError
from console.media.echo.messages import Begin, Declined, Line
from console.media.echo.peer import EchoPeer
from console.media.echo.peer_program import MOST_SESSIONS, Echo
from console.media.rtc.addresses import comes_from_this_machine, host_addresses, peer_on_this_machine
from console.wire.signalling import Offer
from tests.media.echo.calling import NO_SERVERS, answered_by, call
from tests.media.echo.relayed import WAYS


@pytest.fixture
async def peer() -> AsyncIterator[EchoPeer]:
    peer = EchoPeer()
    yield peer
    await peer.close()


async def test_sound_comes_back_as_it_was_sent(peer: EchoPeer) -> None:
    result = await call(answered_by(peer))

    assert result.failure is None
    assert result.after is not None
    heard = result.signal
    assert heard is not None
    assert heard.matched
    assert heard.gains is not None
    assert abs(heard.gains[0][0]) < 0.5
    assert abs(heard.gains[1][1]) < 0.5
    assert heard.signs == ((1, 0), (0, 1))
    assert heard.dropouts == ()
    assert heard.bandwidth is not None
    assert heard.bandwidth >= 12_000
    assert result.path is not None
    assert result.path.loss == 0
    assert result.path.samples > 80
    assert result.path.round_trip > 0


async def test_a_peer_that_was_killed_answers_the_next_call(peer: EchoPeer) -> None:
    peer.prepare()
    await peer._started.wait()
    assert peer._process is not None
    running = peer._running
    os.kill(peer._process.pid, signal.SIGKILL)
    assert running is not None
    await running

    result = await call(answered_by(peer))

    assert result.signal is not None
    assert result.signal.matched


async def test_a_peer_that_dies_in_the_middle_is_a_failed_way(peer: EchoPeer) -> None:
    async def answered_then_killed(sdp: str) -> str:
        answer = await answered_by(peer)(sdp)
        assert peer._process is not None
        os.kill(peer._process.pid, signal.SIGKILL)
        return answer

    result = await call(answered_then_killed)

    assert result.failure is HopFailure.NO_ANSWER
    assert result.signal is None


async def test_an_answer_that_leads_nowhere_ends_in_time(peer: EchoPeer) -> None:
    async def misdirected(sdp: str) -> str:
        return without_candidates(await answered_by(peer)(without_candidates(sdp)))

    assert (await call(misdirected)).failure is HopFailure.NO_ANSWER


def without_candidates(sdp: str) -> str:
    return "".join(line for line in sdp.splitlines(keepends=True) if not line.startswith("a=candidate"))


@pytest.mark.parametrize("nonsense", ["", "hello", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=audio\r\n", "\x00" * 100])
async def test_nonsense_for_an_answer_is_a_wrong_answer(nonsense: str) -> None:
    async def exchange(sdp: str) -> str:
        return nonsense

    assert (await call(exchange)).failure in (HopFailure.WRONG_ANSWER, HopFailure.NO_ANSWER)


@pytest.mark.parametrize("nonsense", ["hello", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=audio\r\n", "m=\r\n"])
async def test_nonsense_for_an_offer_is_declined_and_the_peer_goes_on(peer: EchoPeer, nonsense: str) -> None:
    for _again in range(2):
        with pytest.raises(ConsoleError) as refusal:
            await peer.answer("1", Offer(sdp=nonsense), NO_SERVERS)
        assert refusal.value.code == "invalid"


async def test_a_caller_that_can_not_start_is_the_tests_own_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, peer: EchoPeer
) -> None:
    (tmp_path / "aiortc.py").write_text("raise ImportError('broken')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert (await call(answered_by(peer))).failure is HopFailure.TEST_ENDED


async def test_a_refused_exchange_goes_through_to_who_asked() -> None:
    async def refusing(sdp: str) -> str:
        raise ConsoleError("No.", "", "", code="no-echo")

    with pytest.raises(ConsoleError):
        await call(refusing)


async def test_a_peer_that_does_not_start_is_told() -> None:
    peer = EchoPeer("console.no_such_program")
    with pytest.raises(ConsoleError) as refusal:
        await peer.answer("1", Offer(sdp="v=0"), NO_SERVERS)
    await peer.close()

    assert refusal.value.code == "no-echo"


async def test_no_more_sessions_than_a_machine_bears() -> None:
    told: list[Line] = []
    echo = Echo(told.append)
    for number in range(MOST_SESSIONS + 1):
        echo.begin(Begin(session=str(number), sdp="", servers=NO_SERVERS))

    assert told == [Declined(session=str(MOST_SESSIONS), is_full=True)]
    sessions = list(echo.sessions.values())
    for number in range(MOST_SESSIONS):
        echo.end(str(number))
    await asyncio.wait(sessions, timeout=10)
    assert echo.is_idle


def test_loopback_is_offered_to_a_peer_on_this_machine_alone() -> None:
    assert "127.0.0.1" not in host_addresses(True, False)
    with peer_on_this_machine(True):
        assert host_addresses(True, False)[0] == "127.0.0.1"
    assert "127.0.0.1" not in host_addresses(True, False)
    assert comes_from_this_machine("v=0\r\na=candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host\r\n")
    assert not comes_from_this_machine("v=0\r\na=candidate:1 1 udp 2130706431 10.0.0.1 4000 typ host\r\n")
    assert not comes_from_this_machine("c=IN IP4 127.0.0.1\r\n")


def test_the_asking_process_loads_no_media_library() -> None:
    program = "import sys, console.media.echo.peer, console.diagnostics.checks.media;"
    done = subprocess.run(
        [sys.executable, "-c", f"{program} print(sorted({{'av', 'numpy', 'aiortc'}} & sys.modules.keys()))"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout == "[]\n"


def in_a_network_of_its_own(*rules: str, seconds: float = 1.7) -> dict[str, Any]:
    """Call in a network namespace that has loopback alone, with these firewall rules for what comes in."""
    table = ["add table inet t", "add chain inet t i { type filter hook input priority 0 ; }"]
    commands = [f"nft '{rule}'" for rule in [*table, *rules] if rules]
    printed = apart(*commands, f"exec {sys.executable} -m tests.media.echo.calling {seconds}")
    told: dict[str, Any] = json.loads(printed)
    return told


def apart(*commands: str) -> str:
    """Run commands in a network namespace that has loopback alone, and return what they print."""
    if os.geteuid() != 0 or shutil.which("nft") is None or shutil.which("unshare") is None:
        pytest.skip("a network namespace needs root, unshare and nftables")
    script = " && ".join(["ip link set lo up", *commands])
    done = subprocess.run(["unshare", "--net", "sh", "-c", script], check=False, capture_output=True, text=True)
    if done.returncode != 0 and "Operation not permitted" in done.stderr:
        with suppress(IndexError):
            pytest.skip(f"no network namespace here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.root
def test_peers_on_a_machine_without_a_network_reach_one_another() -> None:
    assert in_a_network_of_its_own() == {"failure": None, "matched": True, "dropouts": 0, "loss": 0.0}


@pytest.mark.root
def test_blocked_udp_is_a_way_without_an_answer() -> None:
    assert in_a_network_of_its_own("add rule inet t i meta l4proto udp drop")["failure"] == "no-answer"


@pytest.mark.root
def test_lost_packets_are_counted_and_heard_as_holes() -> None:
    lossy = "add rule inet t i udp length 60-2000 numgen random mod 100 < 10 drop"

    told = in_a_network_of_its_own(lossy, seconds=6.0)

    assert told["failure"] is None
    assert 3 < told["loss"] < 45
    assert told["dropouts"] or not told["matched"]


@pytest.mark.root
@pytest.mark.parametrize("way", WAYS)
def test_a_relay_carries_the_sound_where_nothing_else_gets_through(tmp_path: Path, way: str) -> None:
    if shutil.which("turnserver") is None:
        pytest.skip("needs a TURN server (Debian: coturn)")
    printed = apart(f"exec {sys.executable} -m tests.media.echo.relayed {tmp_path} {way}")

    assert printed.split() == ["no-answer", "None", "True"]
