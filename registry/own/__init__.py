"""What a person in the register does with the data held about herself: GDPR articles 15 to 21.

In reading order:

- `telling`: everything the register holds about her, section by section
- `mending`: she corrects what is hers to correct
- `asking`: she asks an officer for the rest, or to be removed
- `leaving`: she leaves the public register, and comes back
- `merging`: what is answered before her number is merged into another
- `removing`: what is erased when she is removed, what is kept, and what stands in the way
- `files`: erased documents leave the disk after the transaction, once no row refers to them
- `letters`: what she is told by mail
- `tables`: what is stored
- `words`: the closed lists
"""
