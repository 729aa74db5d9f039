"""The type of columns that hold codes: what a statement compares them with stands in its text.

A partial index serves no parameter: SQLite would plan the statement anew each time it is run, and
PostgreSQL's plan for any value could not use the index. Which codes a statement names is ours to say, so
there are few such texts.
"""

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, literal_column


class Codes(Enum):
    """An Enum of a StrEnum's values, whose comparisons with its members need no parameters."""

    class Comparator(Enum.Comparator):
        """Compares as the Enum does, once the codes are written out."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            """As SQLAlchemy asks it: the column, `op`, and what it is compared with."""
            return super().operate(op, *(self._written(one) for one in other), **options)

        def _written(self, given: Any) -> Any:
            if isinstance(given, StrEnum):
                return literal_column(f"'{given.value}'", self.type)
            if isinstance(given, AbstractSet):  # one text, whatever order it comes in
                return [self._written(one) for one in sorted(given)]
            if isinstance(given, tuple | list):
                return [self._written(one) for one in given]
            return given

    comparator_factory = Comparator
