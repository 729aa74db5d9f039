"""The register in figures, counted from its events, on any day and as known at any instant.

In reading order:

- `goals`: measure, target, result, assessment: on a day and over time
- `targets`: targets are set and assessments written
- `measures`: what the directorate is steered by
- `tables`: targets and assessments, as stored
- `funnel`: from a test or an application to the register, in a year
- `spread`: by language and by county, for officers and for everyone
- `counting`: the key figures on a day
- `levels`: who stood listed with which level, in one statement
- `suppression`: small cells kept from the public, so that none can be worked out
- `shares`: in per cent
"""
