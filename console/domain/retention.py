"""How long each kind of data is kept. The service enforces it by itself."""

from datetime import timedelta

CHECKS_OVER = timedelta(days=400)
BROWSER_CHECKS = timedelta(days=400)
CHECK_INVITATIONS = timedelta(hours=24)
EVENTS = timedelta(hours=24)
ENROLMENT_CODES = timedelta(hours=24)
GUEST_NAME_AFTER_CALL = timedelta(days=30)
CALLS_OVER = timedelta(days=400)
ALERTS_CLOSED = timedelta(days=400)
TOKENS_OVER = timedelta(days=400)
AUDIT = timedelta(days=400)
FEEDBACK = timedelta(days=400)
