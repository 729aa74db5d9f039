"""The papers behind evidence: who issues them, the documents themselves, and who a person is by birth.

In reading order:

- `api`: over REST
- `schemas`: what goes in and comes out of it
- `documents`: a document shown for a piece of evidence, kept outside the database
- `storage`: files by their digest, whole or not there at all
- `issuers`: the register of bodies that issue evidence
- `birth_numbers`: registered and compared; read by officers who say why
- `tables`: what is stored
"""
