"""Needs before bookings: the work list, a need on its way to a booking, and the radar.

- `lists`: what waits, and as a file
- `registering`: a need typed by a booker
- `one`: one need: its language settled, let go, or on to a booking
- `radar`: which languages are needed, and what became of the needs
"""
