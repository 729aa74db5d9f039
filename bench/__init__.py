"""Benchmarks with their floors, and the made-up registers they and the demo run on."""
