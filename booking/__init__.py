"""From a need to a completed assignment.

The story, in the order the files are opened:

- `api`: a request arrives
- `schemas`: what goes in and comes out
- `intake`: the need is stored
- `candidates`: who could take it, and how many could not
- `offering`: the best one is asked
- `answering`: yes, no or silence
- `changing`: the agency changes or cancels, the interpreter withdraws
- `availability`: when an interpreter can be asked
- `queries`: what is read, filtered by the actor
- `notices`: who is told what
- `correspondence`: one side's letters, and the calendar object alongside
- `letters`: the words of every letter
- `wording`: what may be said of a booking, and to whom
- `invitation`: the calendar object
- `vtimezone`: Oslo's clock as a calendar component
- `office`: where our pages are and who letters are from
- `tables`: what is stored
- `matching`: who is best, and why not the others
- `working_time`: working hours as instants
- `states`: what may follow what
"""
