"""Run a reader of files that anybody may have made in a process of its own, within time and memory.

The function is named, not given, so that what it imports is loaded there alone. Its errors come back
as they are when they are sentences for people, else as a `LimitError` that says how it ended.
"""

import importlib
import os
import pickle
import subprocess
import sys
from typing import Any, Literal

from planbook.model import RefusedError

SECONDS = 50
MEMORY = 800_000_000  # bytes of addresses, Python and its libraries among them, where the system can limit them
# Isolated: neither the environment nor the folder that we stand in lends it modules.
_CHILD = (
    "import sys; sys.path[:] = sys.argv[1:]; from planbook.documents.limits import serve; serve()"
)


class LimitError(Exception):
    """A process that was ended or failed: out of time or memory, or on an error of its own."""

    def __init__(self, reason: Literal["time", "memory", "error"]):
        super().__init__(reason)
        self.reason = reason


def run_apart(
    module: str, function: str, argument: object, seconds: float = SECONDS, memory: int = MEMORY
) -> Any:
    """Call a function of a module on an argument, both of which can be pickled."""
    message = pickle.dumps((memory, module, function, argument))
    command = [sys.executable, "-I", "-c", _CHILD, *sys.path]
    try:
        # An interrupt ends the process too: it is sent to both, and what waits here kills it.
        ended = subprocess.run(
            command,
            input=message,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LimitError("time") from None
    if ended.returncode or not ended.stdout:
        raise LimitError("error")
    result = pickle.loads(ended.stdout)
    if isinstance(result, Exception):
        raise result
    return result


def serve() -> None:
    """Do in the process what `run_apart` asks for."""
    # Whatever a library prints must not stand before the answer.
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        memory, module, function, argument = pickle.load(sys.stdin.buffer)
        _limit_memory(memory)
        result: object
        try:
            result = getattr(importlib.import_module(module), function)(argument)
        except (RefusedError, LimitError) as error:
            result = error
        # A damaged file makes the libraries raise whatever its bytes lead to.
        except Exception as error:
            result = LimitError("memory" if _ran_out(error) else "error")
        pickle.dump(result, answer)


def _ran_out(error: BaseException | None) -> bool:
    """Tell whether memory ran out, whatever a library made of that."""
    while error:
        if any(isinstance(each, MemoryError) for each in (error, *error.args)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # as on Windows, where time alone is limited
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
