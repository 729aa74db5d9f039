"""Why these and not others, as an agency reads it.

- `proof`: who was asked, in which order, and whether that was right: for an appeal
- `candidates`: everyone who can be asked, why not this one, and what would find somebody
- `standing`: the sentences of a booking as it stands
- `proving`: the sentences of a proof
"""
