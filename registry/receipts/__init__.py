"""Receipts: the signed record of what the register answered, and when; checked years later by anyone.

In reading order:

- `api`: receipts over REST
- `schemas`: what goes in and comes out of it
- `issuing`: a question is answered, and the answer stored and signed
- `reading`: then and now beside each other, an organisation's own receipts, and what is genuine
- `claims`: what a signed receipt says
- `telling`: whether the name in a stored answer may be told today
- `tables`: what is stored
- `references`: unguessable, typed from paper, with a check letter
"""
