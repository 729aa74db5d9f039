"""What booking holds about an interpreter, beside what the register does: told, taken out, and erased.

In reading order:

- `api`: her copy over REST
- `copying`: everything held about her as one JSON object
- `telling`: what booking holds about her, section by section
- `removing`: somebody is removed, in booking and in the register
- `following`: which assignments she loses by leaving the public register
"""
