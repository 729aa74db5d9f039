"""What each side's calendar should now hold, from the messages it was sent, beside our own record.

- `api`: the same over REST
- `watching`: every booking's calendars now and then; what differs is an alarm
- `reading`: a booking's calendars one by one: what was sent, what they hold, what we have, what differs
- `client`: a calendar program, as RFC 5546 describes it; it knows nothing of how we write objects
- `forgetting`: what was sent, when its booking is long over
- `tables`: what was found
"""
