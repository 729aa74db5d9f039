"""Who did what, when and why: chains that show it when a row was changed, removed or put in.

In reading order:

- `recording`: an act is added to the chain of what it is about
- `reading`: the acts, filtered, newest first
- `erasing`: what an entry says is erased; that it was there, and that it was erased, is kept
- `sealing`: the heads of the chains, signed once a day
- `verifying`: every chain computed anew
- `links`: how one entry hangs on the one before, pure
- `tables`: what is stored
- `acts`: the words for what was done
"""

from identity.audit.acts import Act
from identity.audit.recording import (
    about_account,
    about_booking,
    about_interpreter,
    about_organisation,
    about_register,
    record,
    record_each,
)

__all__ = [
    "Act",
    "about_account",
    "about_booking",
    "about_interpreter",
    "about_organisation",
    "about_register",
    "record",
    "record_each",
]
