"""What a participant is told where a document can't be shown."""

from console.domain.errors import ConsoleError
from console.service.sharing.protocol import Why
from console.words import _

LARGEST = 20 * 1024 * 1024


def refuse_too_large(size: int) -> None:
    """Raise document-too-large for a document of more than 20 MB."""
    if size > LARGEST:
        raise ConsoleError(
            _("The document is larger than 20 MB."),
            "",
            _("Share a smaller one, or only the pages that matter."),
            code="document-too-large",
        )


def not_shown(why: Why) -> ConsoleError:
    """Return what is said of a document that is not shown."""
    match why:
        case Why.UNKNOWN:
            title = _("This is neither a PDF nor a picture that can be shown.")
            hint = _("Share a PDF, PNG, JPEG or WebP.")
        case Why.ENCRYPTED:
            title = _("The document is locked with a password.")
            hint = _("Save it without a password and share it again.")
        case Why.TOO_MANY_PAGES:
            title = _("The document has more than 300 pages.")
            hint = _("Share only the pages that matter.")
        case Why.TOO_LARGE_A_PICTURE:
            title = _("The picture has more than 64 million points.")
            hint = _("Make it smaller and share it again.")
        case Why.BROKEN:
            title = _("The document can't be shown: it is damaged, or takes too long to draw.")
            hint = _("Print it into a new PDF and share that.")
    return ConsoleError(title, "", hint, code="document-unreadable")


def no_document() -> ConsoleError:
    """Return what is said where a document is not shared, or not any more."""
    return ConsoleError(
        _("This document is not shared any more."), "", _("Ask for it to be shared again."), code="not-found"
    )


def no_page() -> ConsoleError:
    """Return what is said of a page that the document does not have."""
    return ConsoleError(_("The document has no such page."), "", _("Turn to another page."), code="unprocessable")


def not_yours() -> ConsoleError:
    """Return what is said to who neither shares nor hosts."""
    return ConsoleError(
        _("Only who shares the document, or the host, may do that."), "", _("Ask them to do it."), code="forbidden"
    )


def not_in() -> ConsoleError:
    """Return what is said to who is not in the call."""
    return ConsoleError(
        _("You are not in the call."), "", _("Documents are seen once you were let in."), code="forbidden"
    )


def another_is_coming() -> ConsoleError:
    """Return what is said while a document of the same call is being taken in."""
    return ConsoleError(
        _("Another document is being shared just now."), "", _("Try again in a moment."), code="conflict"
    )


def too_many() -> ConsoleError:
    """Return what is said while the documents of all calls take as much memory as they may."""
    return ConsoleError(
        _("Too many documents are shared just now."),
        "",
        _("Share a smaller one, or try again later."),
        code="too-many-documents",
    )


def interrupted() -> ConsoleError:
    """Return what is said where a document did not come whole, or the service stops."""
    return ConsoleError(
        _("The document did not come through."), "", _("Share it again in a moment."), code="service-stopping"
    )
