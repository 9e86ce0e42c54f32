"""Who is heard while microphone and speaker are in one room: else the others would hear themselves come back.

With a headset both sides are heard at all times.
"""

from console.media.participant.messages import Speaking

VOICE = -45.0
"""dBFS: what is louder is somebody who speaks."""
LOUDER = 6.0
"""Decibels by which one has to be louder than the others to take the floor from them."""
HELD = 0.5
"""Seconds for which a voice goes on counting after its last sound: people breathe."""
LOWERED = 0.1
"""Factor: -20 dB."""


class Floor:
    """mine: the factor of what the microphone hears. theirs: of what the others say. Both change as one speaks."""

    def __init__(self) -> None:
        self.speaking = Speaking.MUTED
        self.headset = False
        self.mine = 0.0
        self.theirs = 1.0
        self._mine_until = self._theirs_until = float("-inf")

    @property
    def sends(self) -> bool:
        """Whether anything of the microphone goes out."""
        return self.speaking is not Speaking.MUTED

    def set(self, speaking: Speaking, *, headset: bool) -> None:
        """Say what is sent from now on."""
        self.speaking, self.headset = speaking, headset
        self._mine_until = self._theirs_until = float("-inf")
        self.mine = 1.0 if self.sends else 0.0
        self.theirs = LOWERED if speaking is Speaking.PUSHED and not headset else 1.0

    def decide(self, own: float, others: float, now: float) -> None:
        """Take note of how loud both sides are, in dBFS of what they would be by themselves. now: seconds."""
        if self.speaking is not Speaking.OPEN or self.headset:
            return
        takes_it = own > VOICE and (now > self._theirs_until or own > others + LOUDER)
        if takes_it or (own > VOICE and now < self._mine_until):
            self._mine_until, self._theirs_until = now + HELD, float("-inf")
        elif others > VOICE and now > self._mine_until:
            self._theirs_until = now + HELD
        self.mine = LOWERED if now < self._theirs_until else 1.0
        self.theirs = LOWERED if now < self._mine_until else 1.0
