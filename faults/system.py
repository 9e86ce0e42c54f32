"""The audio system itself: not there, refusing, frozen, killed, without its library."""

import os
from pathlib import Path

from console.domain.diagnosis.causes import Code
from faults import PULSEAUDIO_ONLY, When, fault
from faults.rig import Rig, barred

NOBODY = 65_534
AS_NOBODY = (
    f"exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups"
    " --inh-caps +dac_read_search --ambient-caps +dac_read_search"
)
"""Another user, who may read all files, as the interpreter may lie in a private folder, but may not write them."""


def gone(rig: Rig) -> None:
    rig.server.close()


def denied(rig: Rig) -> None:
    """The server does not know the user."""
    rig.replace_server(barred(rig.server.folder / "barred"))
    rig.server.start()
    rig.set_environment(HOME="/nonexistent")
    _as_nobody(rig)


def closed(rig: Rig) -> None:
    """The user may not even open the server's socket."""
    Path(rig.server.environment["PULSE_SERVER"].removeprefix("unix:")).chmod(0o600)
    _as_nobody(rig)


def _as_nobody(rig: Rig) -> None:
    import sys

    rig.replace_interpreter(f'{AS_NOBODY} {sys.executable} "$@"')


def no_portaudio(rig: Rig) -> None:
    _masked(rig, "sounddevice.py", 'raise OSError("PortAudio library not found")')


def no_libpulse(rig: Rig) -> None:
    _masked(rig, "pulsectl.py", 'raise OSError("libpulse.so.0: cannot open shared object file")')


def _masked(rig: Rig, name: str, source: str) -> None:
    folder = rig.server.folder / "masks"
    folder.mkdir()
    (folder / name).write_text(source)
    rig.set_environment(PYTHONPATH=str(folder))


def no_alsa_configuration(rig: Rig) -> None:
    rig.set_environment(ALSA_CONFIG_PATH=str(rig.server.folder / "missing.conf"))


_AS_ROOT = (
    fault("the server refuses this user", Code.AUDIO_ACCESS_DENIED, denied, servers=PULSEAUDIO_ONLY),
    fault("the server's socket refuses this user", Code.AUDIO_ACCESS_DENIED, closed, servers=PULSEAUDIO_ONLY),
)

FAULTS = (
    fault("no server", Code.NO_AUDIO_SYSTEM, gone),
    fault("no sound library", Code.LIBRARY_MISSING, no_portaudio),
    fault("no library of the server", Code.LIBRARY_MISSING, no_libpulse),
    fault("no configuration of ALSA", Code.LIBRARY_MISSING, no_alsa_configuration),
    fault("server frozen", Code.AUDIO_SYSTEM_FROZEN, lambda rig: rig.server.freeze()),
    fault("server frozen, in mid-test", Code.AUDIO_SYSTEM_FROZEN, lambda rig: rig.server.freeze(), when=When.MID_TEST),
    fault("server killed, in mid-test", Code.NO_AUDIO_SYSTEM, lambda rig: rig.server.kill(), when=When.MID_TEST),
    *(_AS_ROOT if os.geteuid() == 0 else ()),
)
