"""The child program: `watch` prints the audio system's state and each change, `apply` does an action from its input.

`apply` reads an Order, one line of JSON, from standard input.
"""

import sys
import time
from datetime import UTC, datetime

import msgspec

from console.domain.diagnosis.evidence import Reach
from console.media.audio_system.lines import Applied, Line, Order, Reached, Refused, Seen, Started
from console.media.audio_system.systems import Unable, Unreachable, this_system
from console.media.leash import end_with_parent

SIGN_OF_LIFE = 0.25
"""Seconds after which the state is told again although nothing has changed."""


def main(task: str) -> None:
    """Do the task; what goes wrong is a line too."""
    try:
        if task == "watch":
            end_with_parent()
            _watch()
        else:
            _apply(msgspec.json.decode(sys.stdin.readline(), type=Order))
    except Unreachable as error:
        _say(Reached(reach=error.reach))
    except Unable as error:
        _say(Refused(refusal=error.refusal, detail=error.detail))


def _watch() -> None:
    with this_system().opened(_now) as system:
        _say(Reached(reach=Reach.READY, name=system.name, sees_states=system.sees_states))
        while True:
            _say(Seen(began=time.monotonic(), state=system.state()))
            system.wait(SIGN_OF_LIFE)


def _apply(order: Order) -> None:
    end_with_parent()
    with this_system().opened(_now) as system:
        _say(Applied(undo=system.apply(order.action, order.ours)))


def _say(line: Line) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    _say(Started())
    main(sys.argv[1])
