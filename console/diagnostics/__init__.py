"""Tests of this machine's sound, picture and network: `runner.run` gathers evidence check by check, then judges it."""
