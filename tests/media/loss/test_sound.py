"""Sound is never held up for long by a packet that does not come."""

from console.media.loss.sound import WAITS, SoundBuffer
from tests.media.loss.packets import Packet, sound

EVERY = 0.02


def played(packets: list[Packet | None]) -> list[tuple[float, bytes]]:
    """What a buffer gives on, and when: one packet each 20 ms, None for one that is lost."""
    buffer = SoundBuffer()
    heard = []
    for number, packet in enumerate(packets):
        if packet is not None:
            now = number * EVERY
            heard += [(now, one._data) for one in buffer.add(packet, now)]
    return heard


def test_what_comes_in_order_goes_on_at_once_also_where_numbers_go_round() -> None:
    assert played([*sound(65530, 20)]) == [(n * EVERY, b"%d" % n) for n in range(20)]


def test_a_packet_that_was_overtaken_comes_in_its_turn() -> None:
    packets = sound(0, 4)
    swapped = [packets[0], packets[2], packets[1], packets[3]]
    assert [data for _, data in played(list(swapped))] == [b"0", b"1", b"2", b"3"]


def test_a_lost_packet_holds_up_the_others_for_a_moment_and_none_is_lost_with_it() -> None:
    packets: list[Packet | None] = [*sound(0, 50)]
    packets[10] = packets[11] = packets[30] = None
    heard = played(packets)
    assert [int(data) for _, data in heard] == [n for n in range(50) if n not in {10, 11, 30}]
    assert max(now - int(data) * EVERY for now, data in heard) <= WAITS + 1e-9
    assert heard[-1] == (49 * EVERY, b"49")  # and at the end nothing is late any more


def test_a_packet_whose_turn_is_over_is_dropped() -> None:
    packets = sound(0, 12)
    late = packets.pop(3)
    buffer = SoundBuffer()
    for number, packet in enumerate(packets):
        buffer.add(packet, number * EVERY)
    assert buffer.add(late, 1.0) == []


def test_a_sender_that_begins_anew_is_heard() -> None:
    buffer = SoundBuffer()
    for packet in sound(5000, 3):
        buffer.add(packet, 0.0)
    first, second = sound(100, 2)
    assert buffer.add(first, 0.1) == [first]
    assert buffer.add(second, 0.12) == [second]
