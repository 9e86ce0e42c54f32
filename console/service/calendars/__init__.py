"""Real calendars (iCalendar, RFC 5545): a file is read, its series become calls, and the series keep rolling.

What is read and expanded comes from outside and is done in a child process with limits (worker.py). The rules of
what becomes of a calendar are pure (reading.py, expanding.py, planning.py).
"""
