"""Deviations from the duty, an agency's guideline, and the counts of both sides.

- `lists`: the list, and as a file
- `one`: one deviation with its history, corrected
- `registering`: a deviation with three fields, in a booking or on its own
- `guideline`: what an agency lays down
- `figures`: how many, planned and unplanned, beside the survey
"""
