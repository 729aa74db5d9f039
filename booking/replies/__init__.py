"""What comes back by mail: answers given from a calendar, and messages that did not arrive (iTIP, iMIP).

- `api`: how an interpreter is asked, over REST
- `receiving`: a message is stored, once, before it is acknowledged
- `handling`: one message at a time, each in a transaction of its own, each ending in a named state
- `answers`: what an interpreter or a booker says from a calendar
- `resending`: an entry sent once more, as the booker asks
- `proposing`: another time, which the booker decides about
- `bounces`: word that a message did not arrive
- `texting`: a text message in its stead
- `passing`: the next one is asked at once
- `checks`: whose invitation it is, and whether it is the one she holds now
- `telling`: what is written back
- `reading`: what is kept for a person
- `mime`: a message opened, within bounds
- `objects`: the calendar object in it
- `tables`: what is stored
- `words`: how a message ends
"""
