"""The HTML pages, one module for each of the people who use them.

- `public`: front page, search, profiles, verification, languages, statistics: no sign-in
- `directorate`: the register as its officers keep it, and operations
- `design`: the building blocks shown together
- `site`: what every page shares: templates, language, menu
- `forms`: what was typed, shown again with what was wrong
- `typed`: reading what a person typed
- `tongues`: which language a page is shown in
"""
