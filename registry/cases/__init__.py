"""Applications, decisions, appeals and breaches: who comes into the register, and who is shut out of it.

In reading order:

- `api`: cases over REST, for their party, and notices from anyone
- `officer_api`: cases over REST, for officers
- `shown`: from a case as read to what REST shows
- `schemas`: what goes in and comes out
- `applying`: an interpreter, or somebody who wants to be one, applies
- `attaching`: a document is shown for evidence in it
- `noticing`: somebody tells of a breach
- `worklist`: what waits, for whom and since when
- `views`: its filters, kept under a name
- `reading`: a case read whole
- `handling`: an officer takes the case, asks for more, says whom it is about
- `deciding`: an officer decides, and another approves what is against the party
- `appealing`: the party appeals, and the appeal is handled
- `lifting`: an exclusion ends before its time
- `effects`: what a decision does to the register
- `posting`: a letter is kept, and leaves
- `letters`: what letters say
- `records`: a case opened, taken and moved on
- `reasons`: reasons ready to be put in a decision
- `house`: who decides, and who hears appeals
- `tables`: what is stored
- `states`: what may follow what
- `window`: warnings that still count, and the last day to appeal
- `words`: the closed lists
"""
