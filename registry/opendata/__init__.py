"""What anyone may take away and build on: the public register and its statistics, for programs.

In reading order:

- `api`: the addresses, and when there is nothing new
- `register`: everybody in the public register, read a few at a time
- `figures`: the open statistics, small cells suppressed
- `files`: JSON and CSV written as they are read
- `schema`: what a file of the register looks like, as a JSON Schema
- `terms`: who publishes, under which licence, and how new it is
"""
