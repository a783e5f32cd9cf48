"""End with one sentence when somebody presses Ctrl-C, even while the program is still being read.

Asked for before anything else is imported; once the command line is read, `KeyboardInterrupt` takes over,
for then there may be something to clear away.
"""

import os
import signal

STOPPED = "Dừng theo yêu cầu; trang cũ vẫn nguyên."
INTERRUPTED = 130  # as a shell tells that a program was interrupted


def _stop(*_: object) -> None:
    os.write(1, f"{STOPPED}\n".encode())
    os._exit(INTERRUPTED)


def stop_at_once() -> None:
    """End at an interrupt without further ado: nothing has been begun."""
    signal.signal(signal.SIGINT, _stop)


def raise_interrupts() -> None:
    """Let an interrupt unwind what has been begun."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
