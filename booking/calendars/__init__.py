"""When an interpreter's own calendars say that she is busy: read from outside, and kept as spans alone.

- `api`: her calendars over REST
- `schemas`: what goes in and comes out
- `adding`: an address is tried out, and kept if it is a calendar
- `polling`: calendars are read again
- `telling`: the letter when one is silent
- `sources`: given, listed, taken away, and what a reading changes
- `following`: her calendars when two entries become one
- `reading`: one reading, from the address to busy spans
- `tables`: what is stored
- `explaining`: what to say of one that could not be read
- `apart`: expanding in a process of its own, which can be stopped
- `caldav`: the question to a calendar server, and its answer
- `expanding`: when a calendar says that somebody is busy, purely
- `stripping`: a calendar cut down to when
- `rules`: which recurrences are followed
- `spans`: unions and differences of spans
- `words`: how a calendar is asked, and why one could not be read
"""
