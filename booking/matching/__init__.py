"""Who can be asked for a booking, best first, and why not the others.

- `everyone`: all with evidence in the language, placed or counted
- `facts`: the statements behind that
- `rules`: the rules and the order of preference, pure
"""
