"""When an interpreter can be asked.

- `changing`: she says when, herself
- `reading`: what is known of it, and whether she is free
- `rules`: her free spans in each way she can be asked, purely
- `stretches`: what comes once or every so many weeks, purely
- `tables`: what is stored
"""
