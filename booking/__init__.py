"""From a need to a completed assignment.

The story, in the order the files are opened:

- `bars`: never again this interpreter, in a case or at all (a room of its own)
- `relations`: she may be related to somebody in the case (a room of its own)
- `own_data`: what booking holds about an interpreter, told and erased (a room of its own)
- `deviations`: departures from the duty, and what each agency asks of its own (a room of its own)
- `needs`: what is needed before anything is booked (a room of its own)
- `api`: a request arrives from an agency
- `api_candidates`: who can be asked, the hot read
- `api_me`: a request arrives from an interpreter
- `api_hours`: she says when she can be asked, and who can be reached now
- `conflicts`: what she has said yes to at times she would no longer have
- `schemas`: what comes out, to each side its own
- `calendars`: when her own calendars say that she is busy (a room of its own)
- `feeds`: what people's calendars fetch from us (a room of its own)
- `inputs`: what goes in beside an order
- `orders`: what may be asked for, and its limits
- `intake`: the need is stored
- `matching`: who could take it, best first, and why not the others (a room of its own)
- `offering`: the best one is asked
- `proof`: every time, what was known and the order it gave, recomputed later (a room of its own)
- `explaining`: why these and not others, and what would help (a room of its own)
- `answering`: yes, no or silence
- `changing`: the agency changes or cancels, the interpreter withdraws
- `merging`: what bookings have about an interpreter whose entry is merged into another
- `replacing`: a booked interpreter can no longer be used
- `replaying`: what each side's calendar should now hold, beside our own record (a room of its own)
- `tending`: deadlines pass and bookings end, nobody's click needed
- `availability`: when an interpreter can be asked (a room of its own)
- `queries`: what an agency reads, filtered by the actor
- `own`: what an interpreter reads
- `duty`: duty lists, and who can be reached now
- `duty_letters`: what somebody on a duty list is told
- `notices`: who is told what
- `correspondence`: one side's letters, and the calendar object alongside
- `letters`: the words of every letter
- `wording`: what may be said of a booking, and to whom
- `invitation`: the calendar object
- `vtimezone`: Oslo's clock as a calendar component
- `office`: where our pages are, who letters are from, and how journeys are reckoned
- `locks`: the order in which rows are taken
- `journal`: the log, and the only way a status changes
- `travel`: getting from one assignment to the next in time (a room of its own)
- `tables`: what is stored
- `states`: what may follow what
"""
