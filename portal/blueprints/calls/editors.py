"""The sections of a draft: for each its form, filled from the call, and how it is saved."""

from collections.abc import Mapping
from typing import Any

from portal.blueprints.calls import editors_judging, editors_scope
from portal.blueprints.calls.editor import Editor
from portal.blueprints.rows import spare

EDITORS: Mapping[str, Editor] = {**editors_scope.EDITORS, **editors_judging.EDITORS}


def prepare(form: Any) -> Any:  # noqa: ANN401 - any form of a section
    """Put spare rows below a table and fill its lists, before a form is checked or shown."""
    if "rows" in form:
        spare(form.rows)
    if hasattr(form, "offer"):
        form.offer()
    return form
