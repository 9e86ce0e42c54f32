"""Where the rules draw their lines. Each says where its figure comes from; docs/causes.md is written from here."""

LOW_VOLUME = 0.30
"""Of 100 %: 31 dB weaker by the cubic scale, so a clear voice (-20 dBFS) becomes inaudible (-51 dBFS)."""

FAINT_VOLUME = 0.15
"""Of 100 %: 49 dB weaker by the cubic scale; no voice and no test sound gets through that."""

FULL_VOLUME = 1.0
"""Of 100 %: above it the sound system multiplies samples, so loud ones must be cut off."""

EXCESSIVE_VOLUME = 1.54
"""Of 100 %: the desktops' own sliders end at 153 %; more is never meant."""

MENDED_MICROPHONE_VOLUME = 1.0
"""Of 100 %: what a mend sets a microphone to; samples pass as they are."""

MENDED_SPEAKER_VOLUME = 0.7
"""Of 100 %: 9 dB below full, so that a mend startles nobody."""

GAIN_TOLERANCE = 6.0
"""dB by which the measured gain may exceed what a volume explains and still agree with it (measured: 4 dB)."""

FAINT_LEVEL = -60.0
"""dBFS of a recording with the test sound in it: 28 dB below the level that counts as a good voice."""

INAUDIBLE_PEAK = -40.0
"""dBFS: samples never above 0.01 of full scale; what lives but can't be heard."""

AUDIBLE_SPEECH = -45.0
"""dBFS of the loudest quarter of 20 ms frames: below it a voice can't be followed (measured with spoken sentences)."""

GOOD_SPEECH = -32.0
"""dBFS of the loudest quarter of 20 ms frames: from here on a voice is good (measured with spoken sentences)."""

CONTRAST = 20.0
"""dB by which another microphone must hear more: the same voice at a tenth of the distance."""

LOUD_NOISE = -40.0
"""dBFS of the noise floor: within 8 dB of a good voice."""

AUDIBLE_NOISE = -50.0
"""dBFS of the noise floor: weaker noise is no trouble even where the signal is weak too."""

LEAST_SNR = 15.0
"""dB of signal above noise that speech needs to be understood (ANSI/ASA S12.60)."""

ECHO_DELAY = 40.0
"""ms: from here on speech is heard as an echo (precedence effect); nearer ones are the room's own reflections."""

ECHO_LEVEL = -30.0
"""dB against the sound itself: the loss that ITU-T G.131 asks of an echo path at short delays."""

DROPOUT = 20.0
"""ms: one packet of sound in WebRTC (RFC 7587), the smallest hole that a call can have."""

STUMBLE = 100.0
"""ms of holes in all that are put down to the test's own stream when that came late."""

HELD = 0.1
"""Seconds of sound that the test's own streams hold in hand: without a block for longer they have run dry."""

CUT = 6.0
"""dB between left, which is played first, and right: only a part of it came over, as a mute in mid-test makes it."""

DEAD_CHANNEL = 40.0
"""dB between the sides: far more than a speaker's and a microphone's places can make."""

SWAPPED_CHANNEL = 20.0
"""dB by which the crossed ways must exceed the straight ones."""

CLEAR_GAIN = -40.0
"""dB: sides weaker than this tell nothing of polarity."""

TELEPHONE_BAND = 4_500.0
"""Hz: a telephone's 300 to 3,400 Hz (ITU-T G.711, 8,000 samples/s) ends below, every wider codec above."""

WIDE_BAND = 8_000.0
"""Hz: what 16,000 samples/s can carry at most (ITU-T G.722, a Bluetooth headset's wide-band speech)."""

CLIPPED = 0.01
"""Of the loud samples: a voice that touches full scale once in a while stays below."""

HEAVILY_CLIPPED = 0.10
"""Of the loud samples: 0.84 to 0.91 was measured at a volume of 300 %, 0 on clean paths."""

DISTORTION = -20.0
"""dB of harmonics against the tone: 10 %; clean paths measure below -60 dB, clipped ones -8 dB."""

HEAVY_DISTORTION = -12.0
"""dB of harmonics against the tone: 25 %; -8 dB was measured at a volume of 300 %."""

TONE = 997.0
"""Hz of the test tone (AES17)."""

WRONG_SPEED = 0.005
"""Of the tone's frequency: a twelfth of a semitone. Clocks differ by 0.0001, wrong sample rates by 0.08 and more."""

WORSE_THAN_BEFORE = 15.0
"""dB below the last good test: more than another posture or place on the desk makes."""

FAR_WORSE_THAN_BEFORE = 30.0
"""dB below the last good test: nothing that a person does at the same device makes this."""

STALLED = 0.5
"""Of the frames due by the clock: a stream that got fewer stood still, it was not merely late."""

STANDSTILL = 0.5
"""Seconds without a frame: with a suspended device they are its standstill, not a machine that came late."""

BLACK = 20.0
"""Mean brightness, 0 to 255: black is 16 in video levels (ITU-R BT.601), plus a sensor's noise."""

BLACK_SPREAD = 6.0
"""Standard deviation of brightness: a closed cover has no shapes, a dark room has."""

DARK = 50.0
"""Mean brightness, 0 to 255: three stops below a mid-grey of 118 to 128 a face has no features left."""

LEAST_FRAME_RATE = 20.0
"""Frames/s that sign language and lip-reading need (EN 301 549, 6.5.3)."""

MOST_LOSS = 3.0
"""Per cent of packets: the limit for conversational voice (ITU-T G.1010)."""

LONGEST_ROUND_TRIP = 300.0
"""ms there and back: 150 ms one way, to which most people notice nothing (ITU-T G.114)."""

MOST_JITTER = 30.0
"""ms: more than common jitter buffers smooth out (Microsoft's network requirements for Teams; Cisco: 30 ms)."""

FEWEST_SAMPLES = 5
"""Round trips from which a figure of the network is a figure."""

FEWEST_LOST = 2
"""Packets: one that is lost is chance."""
