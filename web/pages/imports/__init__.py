"""The pages about pass lists, and the tests and courses they tell of.

- `lists`: every pass list, a new one sent, and one of them shown
- `results`: the results of one test or course, typed
- `rows`: a row in doubt is decided; columns are chosen
- `sessions`: tests and courses with their results, who waits for TAO, and pass rates
- `wording`: what outcomes, reasons and columns are called
"""
