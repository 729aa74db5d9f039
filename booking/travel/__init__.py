"""Getting from one assignment to the next in time, and how far somebody goes.

- `reach`: where she takes assignments, as she says herself
- `neighbours`: her assignments just before and after, and whether there is time to get between them
- `schemas`: how far she goes, as it is told
- `tables`: what is stored
- `rules`: how long it takes from one place to another; pure
"""
