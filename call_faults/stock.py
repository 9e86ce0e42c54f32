"""The participant's program as it would be without the repair of losses: what it is measured against."""

import asyncio
import sys

import msgspec

from console.media.participant import program
from console.media.participant.messages import Start

if __name__ == "__main__":
    program.repair = lambda connection: None  # type: ignore[attr-defined]
    asyncio.run(program.attend(msgspec.json.decode(sys.argv[1], type=Start)))
