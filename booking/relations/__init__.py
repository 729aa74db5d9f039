"""She may have a relation to somebody in the case: said without a word of whom, and answered by the booker.

- `api`: both over REST
- `asking`: what she says, and what the booker answers (tolkeloven § 16)
"""
