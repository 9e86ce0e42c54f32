"""The screens, in the order of their keys. Adding one is one file and one line here."""

from typing import NamedTuple

from console.words import marked


class Entry(NamedTuple):
    """A screen: the key and the mode that show it, its title, and the module that is imported when it is first shown.

    The module's `SCREEN` is the class of the screen.
    """

    key: str
    mode: str
    title: str
    module: str


SCREENS = (
    Entry("1", "today", marked("Today"), "console.screens.today"),
    Entry("2", "accounts", marked("Accounts"), "console.screens.accounts"),
    Entry("3", "calls", marked("Calls"), "console.screens.calls"),
    Entry("4", "devices", marked("Devices"), "console.screens.devices"),
    Entry("5", "alerts", marked("Alerts"), "console.screens.alerts"),
    Entry("6", "log", marked("Log"), "console.screens.log"),
    Entry("7", "diagnose", marked("Diagnose"), "console.screens.diagnose"),
)
