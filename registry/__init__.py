"""Who may interpret what: interpreters, dated evidence, derived categories, listing, verification.

In reading order:

- `api`: the register over REST, open to anyone
- `cases`: applications, decisions, appeals and breaches
- `imports`: pass lists from education and test bodies (a room of its own)
- `training`: tests and courses with their results, and who waits for one
- `officer_api`: what registry officers do over REST
- `batches`: files of questions, answered by the worker (a room of its own)
- `receipts`: the signed record of an answer, and what it is worth later (a room of its own)
- `opendata`: the public register and its statistics for programs (a room of its own)
- `own`: what a person does with the data held about herself (a room of its own)
- `quality`: what may be wrong in the register, counted day by day, and mended
- `shown`: from what the use cases answer to what REST shows
- `schemas`: what goes in and comes out of it
- `verification`: is this interpreter qualified for this language on this day?
- `viewing`: an officer's look at a file is recorded
- `chronicle`: an interpreter's history as sentences
- `profiles`: what anyone may see of one interpreter, and what an officer may
- `papers`: who issues evidence, the documents themselves, and who a person is by birth
- `registration`: an interpreter enters the register, and contact facts change
- `evidence`: one dated proof is registered, or revoked
- `correction`: what was registered in error is struck, and what is right put in its place
- `listing`: into the public register and out of it
- `exclusion`: shut out, tolkeloven § 21
- `statistics`: the register counted on a day, as known at an instant (a room of its own)
- `standing`: the maintained answer to "who is listed with which level when"
- `lost`: whoever relies on her is told that she has lost something
- `search`: finding listed interpreters, and what is kept for it
- `asking`: the facts of one number after another, for the hot reads
- `facts`: the dated events of an interpreter, read in one statement
- `tables`: what is stored
- `history`: one interpreter's dated events, and what they amount to on a day
- `categories`: evidence in, category out
- `languages`: ISO 639-3 and our varieties, named in three languages
- `kommuner`: municipalities, their centres, and former numbers
- `words`: the kinds of evidence, modalities and the like
"""
