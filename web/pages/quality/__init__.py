"""The pages about the quality of the register.

- `overview`: every rule, how many break it, and whether that is getting better
- `breaking`: who breaks a rule, and where it is mended
- `duplicates`: two that may be one person, side by side, and decided about
- `confirming`: an interpreter confirms what is registered, by the yearly letter's link
- `wording`: what each rule is called, what it means, and what to do
- `drawing`: a trend as a line
"""
