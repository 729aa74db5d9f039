"""Finding interpreters: by name however it is spelt, by language, category, place, way and gender.

In reading order:

- `finding`: those who are listed, best first
- `advice`: what to try when nobody is found
- `ranking`: the order they stand in, and how little of it is read
- `counting`: how many there are for each value of a filter
- `bearing`: those the search finds who bear the names typed
- `calling`: who is called what was typed
- `wishes`: what is looked for
- `keeping`: what is kept so that a search need not read everybody
- `tables`: how it is stored
- `naming`: languages by what people call them
- `spelling`: names as they are spelt, alike and nearly so
"""
