"""Batches: a file of questions, answered by the worker in portions; for those who have many to check.

In reading order:

- `api`: batches over REST
- `schemas`: what comes out of it
- `uploading`: a file is read, its rows stored, each wrong one with what is wrong
- `answering`: the worker answers the next portion; a batch that is done is signed
- `results`: how far it has come, and the answers as a file
- `reading_rows`: from the bytes of a file to questions, and what is wrong with them
- `tables`: what is stored
"""
