"""Receipts as people meet them: made from an answer, shown then and now, checked, and listed.

In reading order:

- `made`: a receipt is made, shown, and downloaded
- `genuine`: is this a receipt of ours?
- `own`: the receipts of one's own organisation
- `batches`: a file of questions is sent, and its answers fetched
- `card`: the interpreter's card
- `qr`: codes that lead to our pages
"""
