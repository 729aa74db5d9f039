"""What is wrong in the register, who it concerns, and whether it is getting better.

In reading order:

- `api`: the measures and who breaks a rule, over REST
- `schemas`: what comes out of it
- `measuring`: each rule is counted once a day
- `merging`: two entries become one person's, and one of the numbers a former one
- `moving`: what an entry held is moved to the one it is merged into
- `deciding`: an officer answers that two entries are not one person
- `confirming`: interpreters are asked once a year whether their entry is right
- `expiring`: they are told of evidence that ends
- `letters`: what they are written
- `finding`: who breaks a rule
- `pairs`: the pairs that may be one person and wait for an officer
- `looking`: the register looked through for people who stand in it twice
- `rules`: what is wrong, as questions to the database
- `likeness`: how alike two entries are, and which are worth comparing
- `tables`: what is stored
"""
