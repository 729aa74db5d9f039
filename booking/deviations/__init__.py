"""Departures from the duty to use a qualified interpreter, and what each agency asks of its own (§§ 4, 7, 9).

In reading order:

- `api`: deviations and guidelines over REST
- `schemas`: what comes out
- `counting`: how many, by kind, planned and unplanned; for the directorate without small cells
- `reading`: one deviation with its history, and lists of them
- `registering`: a deviation is registered, and corrected by another record
- `requiring`: going below the agency's minimum needs a deviation
- `snapshot`: who was qualified, who was asked, and why each fell out
- `guidelines`: an agency's guideline and minimum category; the nearest above counts
- `given`: what goes in
- `tables`: what is stored
- `grounds`: which ground a kind may rest on, on a day
- `survey`: what NAV's survey found, for comparison
- `words`: kinds and grounds
"""
