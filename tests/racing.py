"""Several things done at once, each in a thread of its own, and what became of each."""

import threading
from collections.abc import Callable

from kit.errors import Refusal


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Begun together: `done`, or the code of the refusal; anything else is a fault of the test, in words."""
    met: list[str] = []
    ready = threading.Barrier(len(acts), timeout=60)

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except Refusal as refusal:
            met.append(refusal.code)
        except Exception as fault:  # noqa: BLE001 - a lock error must be seen, not lost in a thread
            met.append(repr(fault))
        else:
            met.append("done")

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(met)
