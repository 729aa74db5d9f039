"""What shows, later, that the best were asked first (tolkeloven § 7).

Every time somebody is asked, or nobody is left, what was known of everyone considered is kept beside the
order it gave, and the booking's chain in the log takes its digest. Recomputed, not believed.

In reading order:

- `recording`: a run is kept, in the transaction that asks
- `reading`: the runs of a booking, and whether anything was changed since
- `judging`: order and eligibility computed anew, and whether higher categories came first; pure
- `erasing`: what is kept of somebody who is removed goes, and the chain still holds
- `versions`: the rules of then, by their number
- `packing`: a run as bytes, and its digest; pure
- `tables`: what is stored
"""
