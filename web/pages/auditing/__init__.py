"""Who did what, as auditors read it.

In reading order:

- `log`: the acts, filtered, and as a file
- `acts`: the words for what was done
"""
