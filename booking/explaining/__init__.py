"""Why these and not others, in words an agency can use: for one interpreter, for all, and what would help.

In reading order:

- `api`: proof, steps and why-not over REST
- `schemas`: what comes out of it
- `today`: a booking as it stands: order, steps, and what would help
- `relaxing`: the nearest changes that would find somebody, or somebody better
- `why_not`: why is this number not here?
- `steps`: how many are left after each step; pure
"""
