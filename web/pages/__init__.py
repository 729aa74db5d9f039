"""The HTML pages, one module for each of the people who use them.

- `public`: front page, search, languages: no sign-in
- `checking`: is this interpreter qualified?
- `receipts`: answers kept, shown again, and checked (a room of its own)
- `figures`: the register's statistics on a day (a room of its own)
- `signing`: signing in and out, and a forgotten password
- `account`: one's own account
- `agency`: the list of bookings, and a new one
- `agency_booking`: one booking, from who can be asked to a completed assignment
- `agency_forms`: what a booker types, as an order or a change
- `sentences`: what has happened to a booking, and what could help
- `interpreter`: offers, answered in one tap
- `calendar`: an interpreter's assignments
- `hours`: an interpreter's working hours and absences
- `directorate`: the register as its officers keep it
- `papers`: issuing bodies, documents, birth numbers
- `correcting`: a proof registered in error, struck or put right
- `register_file`: one interpreter: evidence, listing, history
- `operations`: what waits to leave the house
- `reference`: the API's reference
- `design`: the building blocks shown together
- `site`: what every page shares: templates, language, menu
- `choosing`: what a form offers to choose from
- `forms`: what was typed, shown again with what was wrong
- `saving`: what was saved, said on the page that follows
- `typed`: reading what a person typed
- `exporting`: lists as files for spreadsheets, invitations as files for calendars
- `tongues`: which language a page is shown in
"""
