"""Which series of a file say something new, and whose calls they are."""

from collections.abc import Mapping

import msgspec

from console.service.calendars.model import KeptSeries, Series
from console.service.calendars.texts import merged


class Hosts(msgspec.Struct, frozen=True, kw_only=True):
    """Who can be the host of a series.

    by_mail: accounts by mail address, case folded. named: whose calendar it is said to be. anyone: who takes what is
    nobody's.
    """

    by_mail: Mapping[str, str]
    named: str | None = None
    anyone: str | None = None

    def of(self, series: Series, kept: KeptSeries | None) -> str | None:
        """Return the account that hosts a series: the organiser before those invited, before who had it last."""
        mails = (series.organiser or "", *series.attendees)
        known = (self.by_mail[mail] for mail in mails if mail in self.by_mail)
        return next(known, None) or self.named or (kept.host_id if kept else self.anyone)


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A series as it was kept, None for a new one, and as it is to be."""

    before: KeptSeries | None
    after: KeptSeries

    @property
    def insist(self) -> bool:
        """Whether the calendar's word is newer than anything that was done here."""
        if self.before is None:
            return False
        return self.after.sequence > self.before.sequence or self.after.host_id != self.before.host_id


def updated(found: Series, kept: KeptSeries | None, host_id: str, new_id: str) -> KeptSeries:
    """Return the series as it is to be kept: what is kept, where the file says nothing new or is older."""
    if kept is None:
        return KeptSeries(
            id=new_id,
            uid=found.uid,
            sequence=found.sequence,
            host_id=host_id,
            text=found.text,
            cancelled=found.cancelled,
        )
    if found.sequence < kept.sequence:
        return kept
    if not found.whole:
        return msgspec.structs.replace(kept, text=merged(kept.text, found.text))
    return msgspec.structs.replace(
        kept, sequence=found.sequence, host_id=host_id, text=found.text, cancelled=found.cancelled
    )
