"""The spool, killed at every point: nothing lost, nothing told twice."""

import os
import signal
import sqlite3
import stat
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.agent.spool import MOST_AT_ONCE, Spool, with_unseen
from console.domain.devices import DeviceChange, DeviceKind, Inventory, MediaDevice
from console.domain.errors import ConsoleError
from tests.agent.taker import replayed

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def devices(*names: str, default: str | None = None) -> Inventory:
    return Inventory(
        devices=tuple(
            MediaDevice(device_id=name, kind=DeviceKind.MICROPHONE, label=name, is_default=name == default)
            for name in names
        )
    )


inventories = st.sets(st.sampled_from("abcd")).map(lambda names: devices(*sorted(names)))
steps = st.lists(st.one_of(inventories, st.just("send")), max_size=8)


class Receiver:
    """The service's side: takes each change of a life once, by its number."""

    def __init__(self) -> None:
        self.changes: dict[int, DeviceChange] = {}
        self.life = ""

    def take(self, life: str, changes: list[DeviceChange]) -> None:
        assert self.life in ("", life), "the spool began a new life"
        self.life = life
        for change in changes:
            known = self.changes.setdefault(change.number, change)
            assert known == change, "one number, two changes"


def work(path: Path, todo: list[Inventory | str], sent: int, killed_at: int) -> None:
    """Open the spool and do what is to be done, sending to a pipe; be killed before the so-manieth statement."""
    with Spool(path) as spool:
        count = 0

        def statement(_: str) -> None:
            nonlocal count
            count += 1
            if count > killed_at:
                os.kill(os.getpid(), signal.SIGKILL)

        spool._database.set_trace_callback(statement)
        for step in todo:
            if isinstance(step, Inventory):
                spool.record(step, NOW)
            else:
                changes = spool.pending()
                os.write(sent, msgspec.json.encode((spool.life, changes)) + b"\n")
                spool.taken(changes)
        spool._database.set_trace_callback(None)


def in_a_child_that_is_killed(path: Path, todo: list[Inventory | str], killed_at: int, receiver: Receiver) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(path, todo, writing, killed_at)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        for line in pipe:
            life, changes = msgspec.json.decode(line, type=tuple[str, list[DeviceChange]])
            receiver.take(life, changes)
    os.waitpid(child, 0)


@settings(max_examples=60, deadline=None)
@given(lives=st.lists(st.tuples(steps, st.integers(0, 30)), min_size=1, max_size=4), last=inventories)
def test_whenever_the_agent_is_killed_no_change_is_lost_or_taken_twice(
    lives: list[tuple[list[Inventory | str], int]], last: Inventory
) -> None:
    first = devices("a")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spool.sqlite")
        with Spool(path) as spool:
            spool.record(first, NOW)
        receiver = Receiver()
        for todo, killed_at in lives:
            in_a_child_that_is_killed(path, todo, killed_at, receiver)
        with Spool(path) as spool:
            spool.record(last, NOW)
            receiver.take(spool.life, list(spool.pending()))
        numbers = sorted(receiver.changes)
        assert numbers == list(range(1, len(numbers) + 1)), "a number is missing"
        present = {device.device_id for device in first.devices}
        for number in numbers:
            change = receiver.changes[number]
            present = present - {change.device.device_id} | set(replayed([change]))
        assert present == {device.device_id for device in last.devices}


def test_the_first_inventory_is_no_change_and_later_ones_are_numbered(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool.sqlite") as spool:
        spool.record(devices("a"), NOW)
        assert spool.pending() == ()
        spool.record(devices("b", default="b"), NOW)
        told = [(change.number, change.change, change.device.device_id) for change in spool.pending()]
        assert told == [(1, "removed", "a"), (2, "added", "b"), (3, "made-default", "b")]


def test_a_change_while_no_agent_ran_is_recorded_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    with Spool(path) as spool:
        spool.record(devices("a", "b"), NOW)
        life = spool.life
    with Spool(path) as spool:
        spool.record(devices("a"), NOW)
        assert [change.device.device_id for change in spool.pending()] == ["b"]
        assert spool.life == life


def test_a_full_spool_drops_the_oldest_changes_and_counts_them(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool.sqlite", most_changes=3) as spool:
        spool.record(devices(), NOW)
        for names in ("a", "ab", "abc", "abcd", "abcde"):
            spool.record(devices(*names), NOW)
        assert [change.device.device_id for change in spool.pending()] == ["c", "d", "e"]
        assert spool.dropped == 2
        assert spool.waiting == 3


def test_what_the_service_has_taken_is_forgotten_and_the_rest_is_sent_in_parts(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool.sqlite") as spool:
        spool.record(devices(), NOW)
        spool.record(devices(*map(str, range(MOST_AT_ONCE + 5))), NOW)
        first = spool.pending()
        assert len(first) == MOST_AT_ONCE
        spool.taken(first)
        assert [change.number for change in spool.pending()] == list(range(MOST_AT_ONCE + 1, MOST_AT_ONCE + 6))


def test_a_spool_of_another_workstation_begins_anew(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool.sqlite") as spool:
        assert spool.belong_to("w-1")
        life = spool.life
        spool.record(devices("a"), NOW)
        spool.record(devices("b"), NOW)
        assert not spool.belong_to("w-1")
        assert spool.life == life
        assert spool.belong_to("w-2")
        assert spool.life != life
        assert spool.pending() == ()


def test_a_damaged_spool_is_put_aside_and_a_new_life_begins(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "spool.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with Spool(path) as spool:
        spool.record(devices("a"), NOW)
        spool.record(devices(), NOW)
        assert spool.waiting == 1
    assert path.with_suffix(".damaged").read_bytes().startswith(b"this is no database")
    assert "damaged" in caplog.text


def test_only_the_user_can_read_the_spool(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    with Spool(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_without_room_is_said_and_costs_no_change(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    with Spool(path) as spool:
        spool.record(devices("a"), NOW)
        # SQLite's own limit on pages gives the very error of a full disk.
        pages = spool._database.execute("PRAGMA page_count").fetchone()[0]
        spool._database.execute(f"PRAGMA max_page_count = {pages}")
        many = devices(*(f"device {number}" for number in range(500)))
        with pytest.raises(ConsoleError, match=r"can't write its spool\. The disk is full\.") as refusal:
            spool.record(many, NOW)
        assert refusal.value.hint == "Free some space on the disk of this machine."
        assert spool.waiting == 0
        spool._database.execute("PRAGMA max_page_count = 100000")
        spool.record(many, NOW)
        assert spool.waiting == 501


def test_a_spool_that_another_program_holds_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.agent.spool.BUSY", 0.0)
    path = tmp_path / "spool.sqlite"
    with Spool(path) as spool, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConsoleError) as refusal:
            spool.record(devices("a"), NOW)
    assert refusal.value.detail == "Another program holds the database."


def test_sound_devices_that_cannot_be_seen_are_not_taken_for_unplugged() -> None:
    camera = MediaDevice(device_id="cam", kind=DeviceKind.CAMERA, label="cam")
    before = msgspec.structs.replace(devices("a"), devices=(*devices("a").devices, camera))
    broken = Inventory(problem="The sound system is not running.")
    assert with_unseen(before, broken).devices == devices("a").devices
    assert with_unseen(before, devices("b")).devices == devices("b").devices


def test_show_can_look_into_the_spool_of_a_running_agent(tmp_path: Path) -> None:
    path = tmp_path / "spool.sqlite"
    with Spool(path) as spool:
        spool.record(devices("a"), NOW)
        spool.record(devices("b"), NOW)
        with Spool(path) as other:
            assert other.waiting == 2
