"""Pass lists from education and test bodies: read, matched to people, shown, registered as one, undone.

In reading order:

- `api`: over REST
- `schemas`: what goes in and comes out of it
- `receiving`: a file arrives, its columns are understood, and its rows are looked at
- `deciding`: an officer says who a row is about
- `running`: what was shown is done, all of it or nothing
- `undoing`: within a day it is taken back; what was built upon since is left, and told
- `forgetting`: the file and the names in it have served their time
- `examining`: what each row would do, looked up in the register
- `people`: whom a row is about
- `lists`: pass lists and their rows as stored, found and counted
- `telling`: what one row says, or what is wrong in which cell: pure
- `values`: what cells say, in the words people use: pure
- `columns`: which column is what, guessed and remembered
- `sheets`: from a file to a heading and rows
- `spreadsheets`: XLSX
- `separated`: CSV
- `cells`: what a cell holds, and how a cell is named
- `tables`: what is stored
- `words`: columns, outcomes, states
"""
