"""A tree over time in which each span is kept once, under the topmost of its quarters of an hour. Pure.

After Kriegel, Pötke and Seidl's relational interval tree (VLDB 2000). Whatever contains a span is kept
under that span's own node or under one above it: a score of nodes, whatever the number of spans. Those
further away than any span is long hold nothing that contains it. Times are whole seconds since 1970.
"""

from dataclasses import dataclass

_QUARTER = 15 * 60
_ROOT = 24
"""The tree is as high as this many doublings of a quarter: more than four centuries."""
_LONGEST = 1 << 14
"""No span that is kept lasts longer than this many quarters: 170 days."""
MOST_ABOVE = 15
"""So many of the nodes above lie no further away on one side: each lies at least twice as far as the last."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where whatever contains a span can be kept.

    Under `node`, if it begins no later and ends no earlier; under one of `before`, if it ends no earlier
    (it begins before them all); under one of `after`, if it begins no later.
    """

    node: int
    before: tuple[int, ...]
    after: tuple[int, ...]


def node_of(starts_at: int, ends_at: int) -> int:
    """The topmost quarter that the span touches: the one with the most zeros at its end.

    ValueError for a span longer than any is kept, which would not be found again.
    """
    first, last = starts_at // _QUARTER, ends_at // _QUARTER
    if last - first > _LONGEST:
        raise ValueError("a span that is kept lasts 170 days at the most")
    if first == last:
        return first
    height = (first ^ last).bit_length() - 1
    topmost = last >> height << height
    return first if first == topmost - (1 << height) else topmost


def paths(starts_at: int, ends_at: int) -> Paths:
    """The node of the span and those above it, told apart by the side they lie on."""
    node = node_of(starts_at, ends_at)
    height = (node & -node).bit_length() - 1 if node else _ROOT
    above = [(node >> up + 1 << up + 1) | 1 << up for up in range(height + 1, _ROOT)]
    return Paths(
        node,
        tuple(one for one in above if 0 < node - one <= _LONGEST),
        tuple(one for one in above if 0 < one - node <= _LONGEST),
    )


def padded(nodes: tuple[int, ...]) -> tuple[int, ...]:
    """The nodes and as many that hold nothing as make MOST_ABOVE, so that one statement serves every span."""
    return nodes + (-1,) * (MOST_ABOVE - len(nodes))
