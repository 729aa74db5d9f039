"""When an interpreter can be asked, on pages: kept by herself between two assignments.

- `week`: her working hours through the week, and when she is away
- `times`: extra hours and time on call
- `reachable`: whom a booker can reach now
- `settling`: what she has said yes to stands in the way: shown before anything is changed
- `telling`: what comes once or again and again, in words
- `typing`: what she typed
"""
