"""The register in figures, counted from its events, on any day and as known at any instant.

In reading order:

- `counting`: the key figures on a day
- `spread`: by language and by county, for officers and for everyone
- `levels`: who stood listed with which level, in one statement
- `suppression`: small cells kept from the public, so that none can be worked out
- `shares`: whole per cent
"""
