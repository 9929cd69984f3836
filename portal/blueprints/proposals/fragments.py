"""Pieces of a page that answer a script: rendered without the frame and its queries."""

from flask import current_app


def fragment(name: str, **facts: object) -> str:
    """Render a piece of the pages of a proposal."""
    template = current_app.jinja_env.get_template(f"proposals/{name}.html")
    return template.render(facts)
