"""Reads the run-time dependencies from runtime.in, so that they are listed in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """The names in runtime.in, as the distribution's dependencies."""

    def update(self, metadata: dict) -> None:
        """Set `dependencies` from the file beside this one."""
        lines = Path(__file__).with_name("runtime.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
