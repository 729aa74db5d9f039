"""The register in figures: pages and files for everyone, and every cell for its officers.

In reading order:

- `register`: the key figures on a day
- `goals`: measure, target, result, assessment; targets set and assessments written
- `spread`: by language and by county
- `training`: from a test or an application to the register
- `asking`: the day that is asked about, and what every one of these pages shares
- `charts`: where the lines and bars of a chart go
- `wording`: an assessment in words
"""
