"""When an interpreter can be asked.

- `changing`: she says when, herself
- `inputs`: as programs give and read it
- `reading`: what is known of it, and whether she is free
- `kept`: free time kept ahead for matching
- `tree`: where a span is kept, so that whatever contains another is found, purely
- `kept_tables`: what is kept
- `rules`: her free spans in each way she can be asked, purely
- `stretches`: what comes once or every so many weeks, purely
- `tables`: what is stored
"""
