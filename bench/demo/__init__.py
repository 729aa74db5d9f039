"""The made-up register: dated events about people who do not exist, and the demo's organisations.

Same seed, same register. In reading order:

- `load`: everything below into an empty database
- `rows`: the register as rows of the product's tables
- `register`: the whole register from a seed, as known on a day
- `plan`: the figures the events must add up to
- `past`: the people and events until the end of 2012
- `flow`: how many moved in and out of the highest categories during 2012
- `years`: each year after that
- `training`: who applied, attended, passed and failed
- `achievements`: the proofs a person earns, on days when tests and courses are held
- `lives`: one made-up person's dated events, as they are being made up
- `people`: names, homes, phones
- `cases`: a handful of cases, so that no list is empty
- `duty`: needs, departures from the duty and a guideline, as agencies have registered them
- `standby`: who is on call, and whom an agency does not want again
- `hours`: when each of them can be asked, and how far they go
- `organisations`: who books, and who looks after the register
- `tongues`: the languages, where their speakers' names come from, and how common they are
"""
