"""The HTML pages, one module for each of the people who use them.

- `public`: front page, search, languages: no sign-in
- `checking`: is this interpreter qualified?
- `figures`: the register's statistics on a day
- `signing`: signing in and out, and a forgotten password
- `account`: one's own account
- `agency`: bookings, from a need to a completed assignment
- `interpreter`: offers, calendar and hours
- `directorate`: the register as its officers keep it
- `register_file`: one interpreter: evidence, listing, history
- `operations`: what waits to leave the house
- `reference`: the API's reference
- `design`: the building blocks shown together
- `site`: what every page shares: templates, language, menu
- `choosing`: what a form offers to choose from
- `forms`: what was typed, shown again with what was wrong
- `typed`: reading what a person typed
- `exporting`: lists as files for spreadsheets
- `tongues`: which language a page is shown in
"""
