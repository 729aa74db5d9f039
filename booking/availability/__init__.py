"""When an interpreter can be asked.

- `changing`: she says when, herself
- `reading`: what is known of it, and whether she is free
- `rules`: weekly hours on Oslo's wall clock as instants, purely
"""
