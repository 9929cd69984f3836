"""State diagrams drawn from the lifecycle tables, for ``docs/``."""

from enum import StrEnum

from portal.domain.lifecycle import Step
from portal.domain.workflows import EVERY

HEAD = """# How records move

Made from the lifecycle tables of `portal/domain/` by `make diagrams`.
"""


def text() -> str:
    """Return the page of diagrams in Markdown with Mermaid, one diagram a workflow."""
    parts = [_diagram(name, states, steps) for name, (states, steps) in EVERY.items()]
    return "\n".join([HEAD, *parts])


def _diagram(name: str, states: type[StrEnum], steps: tuple[Step[StrEnum], ...]) -> str:
    first = next(iter(states))
    lines = [f"## {name.capitalize()}\n", "```mermaid", "stateDiagram-v2", f"  [*] --> {first}"]
    lines += [
        f"  {start} --> {step.end}: {step.name}"
        for step in steps
        for start in sorted(step.start)
    ]
    return "\n".join([*lines, "```\n"])
