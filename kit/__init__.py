"""Tools without a single domain word; every other package stands on this one.

In reading order:

- `errors`: the four refusals, the only way a use case says no
- `clock`: the one place that asks the machine what time it is, and the Oslo wall clock
- `interval`: half-open spans of time, and overlap written once
- `config`: settings, read once by an entry point
- `codes`: columns of codes, whose values stand in the text of a statement
- `prepared`: constant statements asked of the driver itself
- `asking`: how a transaction asks them
- `db`: databases, transactions and every difference between SQLite and PostgreSQL
- `installation`: what this database is: the demo's or a real one
- `outbox`: what leaves the house waits here, in the transaction that caused it
- `mail`: composing and sending messages
- `sms`: text messages into the outbox, and out of it to a gateway
- `typesetting`: a letter's words as plain text and as HTML
- `i18n`: bokmål, nynorsk and English
- `inputs`: types for what comes in: storable text, whole numbers, days
- `personal_data`: birth numbers never enter free text
- `csv_files`: CSV as spreadsheets write and read it
- `paging`: cursors for long lists
- `secrets`: random tokens and their digests
- `signing`: Ed25519 keys as files, signed texts, and the public keys anyone can check them with
- `networks`: which network addresses lie in the open internet
- `fetch`: fetching from an address given by somebody outside, safely
- `vault`: what must be read again but may not lie open in the database
- `http`: transactions and time as FastAPI dependencies
- `together`: questions that come at once, put as one
- `hot`: routes for the few hot reads
- `logs`: structured logs without personal data
"""
