"""What tests that open every address are spared: to write each refusal, to ask in vain."""

from flask import render_template

from portal import web
from portal.domain.errors import NotFound


def written_once(monkeypatch):
    """Write each page of a refusal once; after that what it would be told is the answer."""
    written = set()

    def say(template, **facts):
        if template in written:
            return repr(facts)
        written.add(template)
        return render_template(template, **facts)

    monkeypatch.setattr(web, "render_template", say)


def is_there(app, rule, parts):
    """Say whether an address has its record: whoever asks, it is the same."""
    view = app.view_functions[rule.endpoint]
    load = getattr(view, "load", None)
    if load is None:
        return True
    part = rule._converters[view.key]
    try:
        return bool(load(part.to_python(part.to_url(parts[view.key]))))
    except NotFound:
        return False
