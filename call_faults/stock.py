"""The participant's program as it would be without the repair of losses: what it is measured against."""

import asyncio
import sys

import msgspec

from console.media.participant import link, program
from console.media.participant.messages import Start

if __name__ == "__main__":
    vars(link)["repair"] = lambda connection, came: None
    asyncio.run(program.attend(msgspec.json.decode(sys.argv[1], type=Start)))
