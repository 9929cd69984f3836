"""Pieces of the scoring desk that answer a script: rendered without the frame."""

from flask import current_app


def fragment(name: str, **facts: object) -> str:
    """Render a piece of the pages of the scoring desk."""
    template = current_app.jinja_env.get_template(f"committee/pieces/{name}.html")
    return template.render(facts)
