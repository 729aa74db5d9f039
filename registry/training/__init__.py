"""Tests, courses and classes with their candidates, and who has passed one and waits for another.

In reading order:

- `api`: over REST
- `schemas`: what comes out of it
- `sessions`: each gathering with its results, and pass rates by year, language and body
- `waiting`: passed a test or a translator, and no TAO course yet
"""
