"""The key that talks. A terminal tells no release of a key, only that a held one repeats.

Press it to talk and press it again to stop; or hold it: then it stops soon after the last repetition.
"""

REPEATS_WITHIN = 0.15
"""Seconds between two repetitions of a held key: no finger is as fast."""
RELEASED_AFTER = 0.5
"""Seconds without a repetition after which a held key is let go."""
SILENT_FOR = 15.0
"""Seconds without a voice after which talking ends: nobody is heard who does not know it."""
VOICE = -45.0
"""dBFS: what is louder is a voice."""


class TalkKey:
    """talks: whether one talks. Times are seconds of any clock."""

    def __init__(self) -> None:
        self.talks = False
        self._held = False
        self._pressed_at = self._spoke_at = float("-inf")
        self._stops_at: float | None = None

    def press(self, now: float) -> None:
        """The key was pressed, or repeats."""
        if self.talks and now - self._pressed_at < REPEATS_WITHIN:
            self._held, self._stops_at = True, now + RELEASED_AFTER
        elif self.talks and not self._held:
            self._stops_at = now + REPEATS_WITHIN  # if it is a repetition another one follows at once
        else:
            self.talks, self._held, self._stops_at = True, self._held and self.talks, None
            self._spoke_at = now
        self._pressed_at = now

    def stop(self) -> None:
        """Talk no more."""
        self.talks = self._held = False
        self._stops_at = None

    def pass_time(self, now: float, level: float) -> None:
        """Take note of the time, and of how loud the microphone is, in dBFS."""
        if level > VOICE:
            self._spoke_at = now
        silent = not self._held and now - self._spoke_at > SILENT_FOR
        if self.talks and (silent or (self._stops_at is not None and now >= self._stops_at)):
            self.stop()
