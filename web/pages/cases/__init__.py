"""The pages of cases: the officers' list and one case, and the party's own.

- `worklist`: what waits, for whom; filters kept as views
- `handling`: one case, and what an officer does in it
- `deciding`: a decision, with reasons ready to be put in
- `applying`: an application, in one form
- `own`: one's own cases, letters and appeals
- `telling`: a notice of breach, from anyone
- `joining`: an account by a mailed link, for whoever wants to apply
- `showing`: one case as a page shows it
- `typing`: what was typed about evidence
"""
