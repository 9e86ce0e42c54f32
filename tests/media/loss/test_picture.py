"""A picture asks for what is missing, gives it up after a while, and goes on from a whole one."""

from console.media.loss.missing import ASKS_EVERY, FIRST_AFTER
from console.media.loss.picture import GIVES_UP_AFTER, WHOLE_EVERY, PictureBuffer
from tests.media.loss.packets import Packet, picture


def buffer() -> PictureBuffer:
    return PictureBuffer(lambda packet: packet._data.startswith(b"K"))


def shown(of: PictureBuffer, packets: list[Packet], now: float = 0.0) -> list[bytes]:
    return [frame.data for packet in packets for frame in of.add(packet, now)]


def test_a_frame_is_shown_with_its_last_packet() -> None:
    assert shown(buffer(), picture(65533, "Kdd")) == [b"K0+0", b"d1+1", b"d2+2"]


def test_a_frame_whose_last_packet_is_not_marked_is_shown_with_the_next_one() -> None:
    packets = picture(0, "Kd")
    packets[1].marker = 0
    one = buffer()
    assert shown(one, packets[:2]) == []
    assert shown(one, packets[2:]) == [b"K0+0", b"d1+1"]


def test_what_is_missing_is_asked_for_again_until_it_comes_and_all_is_shown_in_order() -> None:
    one, packets = buffer(), picture(65530, "Kdddd")
    lost = packets.pop(4)
    assert shown(one, packets) == [b"K0+0", b"d1+1"]
    asked = [now for now in (step * 0.01 for step in range(1, 30)) if one.to_ask(now) == [lost.sequence_number]]
    assert asked[0] == FIRST_AFTER
    assert 3 <= len(asked) <= 0.3 / ASKS_EVERY
    assert shown(one, [lost], 0.3) == [b"d2+2", b"d3+3", b"d4+4"]
    assert one.to_ask(1.0) == []
    assert not one.wants_whole(1.0)


def test_what_does_not_come_is_given_up_and_a_whole_picture_is_asked_for_until_there_is_one() -> None:
    one, packets = buffer(), picture(0, "KdddddK")
    assert shown(one, [*packets[:2], *packets[3:8]]) == [b"K0+0"]
    assert one.to_ask(GIVES_UP_AFTER + 0.001) == []
    assert one.wants_whole(0.4)
    assert not one.wants_whole(0.4 + WHOLE_EVERY / 2)
    assert one.wants_whole(0.41 + WHOLE_EVERY)
    assert shown(one, packets[8:12], 0.8) == []  # they would be shown upon what is not there
    assert shown(one, packets[12:], 0.9) == [b"K6+6"]
    assert not one.wants_whole(2.0)


def test_a_whole_picture_is_shown_at_once_whatever_is_missing_before_it() -> None:
    one, packets = buffer(), picture(0, "KddKd")
    shown(one, packets[:2])
    shown(one, packets[3:4])
    one.to_ask(GIVES_UP_AFTER + 0.001)
    assert shown(one, [*packets[5:]], 0.4) == [b"K3+3", b"d4+4"]
    assert one.to_ask(0.5) == []


def test_a_stream_that_is_met_in_its_middle_asks_for_a_whole_picture_at_once() -> None:
    one = buffer()
    assert shown(one, picture(0, "d")) == []
    assert one.wants_whole(0.0)


def test_a_stream_that_begins_with_a_whole_picture_asks_for_none() -> None:
    one = buffer()
    one.add(picture(0, "K")[0], 0.0)
    assert not one.wants_whole(0.0)


def test_after_a_long_silence_nothing_old_is_asked_for() -> None:
    one = buffer()
    shown(one, picture(0, "Kd"))
    shown(one, picture(5000, "d"), 9.0)
    assert one.to_ask(9.1) == []
    assert one.wants_whole(9.1)
