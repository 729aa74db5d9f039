"""Who can be asked for a booking, best first, and why not the others.

- `best`: the first of them, read from what is kept
- `finding`: the statements behind that
- `everyone`: all with evidence in the language, placed or counted
- `facts`: the statements behind that
- `rolling`: what is kept moves on with the days
- `seats`: what is kept of the register, in line with it
- `rules`: the rules and the order of preference, pure
- `tables`: what is kept
"""
