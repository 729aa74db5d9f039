"""When an interpreter's own calendars say that she is busy: read from outside, and kept as spans alone.

- `expanding`: when a calendar says that somebody is busy, purely
- `apart`: the same in a process of its own, which can be stopped
- `stripping`: a calendar cut down to when
- `rules`: which recurrences are followed
- `spans`: unions and differences of spans
- `words`: how a calendar is asked, and why one could not be read
"""
