"""The search for interpreters, as anyone has it at a browser.

In reading order:

- `results`: the page with those found
- `files`: the same interpreters as CSV and JSON
- `narrowing`: what the list is narrowed by, and what it may be
- `asking`: from an address to what is looked for
"""
