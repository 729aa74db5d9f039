"""What is wrong in the register, who it concerns, and whether it is getting better.

In reading order:

- `api`: the measures and who breaks a rule, over REST
- `schemas`: what comes out of it
- `measuring`: each rule is counted once a day
- `finding`: who breaks a rule
- `pairs`: the pairs that may be one person and wait for an officer
- `rules`: what is wrong, as questions to the database
- `tables`: what is stored
"""
