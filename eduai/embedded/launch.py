"""Becomes another program: changes account, clears inherited signal settings, may not outlive its parent.

Run by path with `python -I -S`; standard library only. It exists because the same work in a `preexec_fn` is
unsafe once the parent has threads, and because the target account may be unable to read the interpreter.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def clear_signals() -> None:
    """Default dispositions and an empty mask, whatever the caller ignored or blocked."""
    for number in signal.valid_signals():
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_DFL)
            except (OSError, ValueError):
                continue  # numbers that the C library keeps for itself
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def become(uid: int, gid: int) -> None:
    """Drops to an account for good, supplementary groups included."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent(death_signal: int, parent: int) -> None:
    """Asks Linux to send `death_signal` when the parent ends; elsewhere the next start cleans up."""
    if not death_signal or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the request was in place
        sys.exit(1)


def main(arguments: list[str]) -> None:
    """`UID GID DEATH_SIGNAL PARENT_PID PROGRAM [ARGUMENT …]`; a UID of -1 keeps the account."""
    uid, gid, death_signal, parent = (int(text) for text in arguments[:4])
    command = arguments[4:]
    clear_signals()
    if uid >= 0:
        os.umask(0o077)
        become(uid, gid)
    die_with_parent(death_signal, parent)  # after the change of account, which clears the request
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
