import gc
import os
import signal
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.pdf import pool as pools
from portal.pdf.limits import TooLong
from portal.pdf.pipeline import Document, draw
from portal.pdf.pool import RenderFailed, RenderPool

WHAT = "text", 2, 1


def act(document):
    return ACTS[document.template](document)


def hang(_document):
    signal.pause()


def hog(_document):
    return bytes(8 * 1024**3)


def stop(_document):
    os._exit(3)


def leak(document):
    message = f"the name of a person: {document.identifier}"
    raise ValueError(message)


def overfill(_document):
    raise TooLong(*WHAT)


def nice(_document):
    return str(os.nice(0)).encode()


def paper(document):
    return draw(f"<p>{document.identifier}</p>", b"x")


ACTS = {each.__name__: each for each in (hang, hog, stop, leak, overfill, nice, paper)}


def ask(name, identifier="x"):
    return Document(name, "en", {}, identifier)


@pytest.fixture(scope="module")
def pool():
    with RenderPool(workers=2, timeout=3, renderer=act) as pool:
        yield pool


@pytest.mark.parametrize(
    ("name", "reason"),
    [("hang", "time"), ("hog", "memory"), ("stop", "crash"), ("overfill", "too_long")],
)
def test_a_pool_survives_what_a_document_does(pool, name, reason):
    with pytest.raises(RenderFailed) as failed:
        pool.render(ask(name))
    assert failed.value.reason == reason
    assert pool.render(ask("paper")).startswith(b"%PDF-1.7")


def test_a_failure_tells_no_content_of_the_document(pool):
    with pytest.raises(RenderFailed) as failed:
        pool.render(ask("leak", "Amina"))
    assert str(failed.value) == "error ValueError"


def test_documents_print_beside_each_other_and_stay_apart(pool):
    with ThreadPoolExecutor(4) as threads:
        tasks = [threads.submit(pool.render, ask("paper", name)) for name in "abab"]
        printed = [task.result() for task in tasks]
    assert printed[0] == printed[2] != printed[1] == printed[3]


def test_workers_give_way_to_the_pages_of_the_portal(pool):
    assert pool.render(ask("nice")) == b"19"


def test_a_worker_gives_back_the_memory_that_a_document_took():
    class Page:
        """What refers to itself, as the pages of a document do."""

    gone = []

    def render(_document):
        page = Page()
        page.own = page
        weakref.finalize(page, gone.append, "page")
        return b""

    gc.disable()
    try:
        pools._print(render, ask("paper"))
    finally:
        gc.enable()
    assert gone == ["page"]
