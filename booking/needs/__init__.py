"""Needs before bookings: registered before anybody is asked, so that it is booked in time, or counted.

In reading order:

- `api`: needs over REST, from programs and from bookers
- `schemas`: what comes out
- `radar`: which languages are needed, what became of the needs, and who there is
- `reminding`: the unit is reminded before the meeting; a need whose time has passed lapses
- `letters`: the reminder
- `completing`: a need becomes a booking, is given its language, or is not needed after all
- `registering`: a need is registered, once
- `reading`: one need, and the work list
- `given`: what goes in
- `tables`: what is stored
- `tongues`: which language is meant by what somebody wrote
- `words`: where a need is
"""
