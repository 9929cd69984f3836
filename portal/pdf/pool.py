"""Warm processes that print documents outside the caller, with limits of time and memory."""

import gc
import os
import resource
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from enum import StrEnum
from multiprocessing import get_context
from typing import Self

from jinja2 import TemplateError
from pebble import ProcessExpired, ProcessPool

from portal.pdf.fetcher import FetchRefused
from portal.pdf.limits import TooLong
from portal.pdf.pipeline import Document, draw, render

GIBIBYTE = 1024**3
_NICE = 19
_TASKS_PER_WORKER = 200
_TELLING = (TooLong, FetchRefused, TemplateError)


class Reason(StrEnum):
    """Why a document was not printed."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    TOO_LONG = "too_long"
    ERROR = "error"


class RenderFailed(RuntimeError):
    """A document was not printed: the reason, and a detail that holds nothing of its text."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail

    def __str__(self) -> str:
        return f"{self.reason} {self.detail}".strip()


class RenderPool:
    """A few warm worker processes; one that hangs or grows is killed and replaced."""

    def __init__(
        self,
        workers: int = 2,
        timeout: float = 60,
        memory: int = GIBIBYTE,
        renderer: Callable[[Document], bytes] = render,
        nice: int = _NICE,
    ) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(["portal.pdf.pipeline"])
        self._timeout, self._renderer = timeout, renderer
        self._processes = ProcessPool(
            max_workers=workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_warm_up,
            initargs=(memory, nice),
            context=context,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def render(self, document: Document) -> bytes:
        """Print a document in a worker, waiting for it; raise RenderFailed."""
        task = self._processes.schedule(
            _print,
            args=(self._renderer, document),
            timeout=self._timeout,
        )
        try:
            return bytes(task.result())
        except TookTooLong as error:
            raise RenderFailed(Reason.TIME, f"over {self._timeout:g} s") from error
        except ProcessExpired as error:
            raise RenderFailed(Reason.CRASH, f"exit {error.exitcode}") from error

    def close(self) -> None:
        """Stop the workers at once; documents under way fail."""
        self._processes.stop()  # type: ignore[no-untyped-call]  # pebble types most of itself
        self._processes.join()


def _warm_up(memory: int, nice: int) -> None:
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    gc.disable()
    draw('<html lang="en"><title>.</title><p>Warm <b>up</b></p></html>', b"warm")
    gc.freeze()


def _print(renderer: Callable[[Document], bytes], document: Document) -> bytes:
    """Print a document; give back the memory it took once, not a little at a time."""
    try:
        return renderer(document)
    except MemoryError:
        raise RenderFailed(Reason.MEMORY) from None
    except TooLong as error:
        raise RenderFailed(Reason.TOO_LONG, str(error)) from None
    except Exception as error:  # noqa: BLE001 - any fault is told, none ends the worker
        raise RenderFailed(Reason.ERROR, _telling(error)) from None
    finally:
        gc.collect()


def _telling(error: Exception) -> str:
    name = type(error).__name__
    return f"{name}: {error}"[:300] if isinstance(error, _TELLING) else name
