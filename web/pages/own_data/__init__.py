"""An interpreter and the data held about her: seen, corrected, taken out, and removed.

In reading order:

- `seeing`: everything held about her, and who has looked
- `contact`: she corrects her contact facts
- `leaving`: out of the public register from a day, and in again
- `asking`: what only an officer can change, and removal
- `answering`: the officers' list of requests, each answered
- `words`: the words for what is asked and what was done
"""
