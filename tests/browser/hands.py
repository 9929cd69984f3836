"""Filling in and ticking: what a person does field by field, here for all fields at once.

Each action of Playwright asks the browser several times and waits for its next pictures. What
stays true of a field here: it is on the page once, can be seen, and is open to whoever types.
"""

OPEN = """const open = each => {
    if (each.disabled || each.readOnly || !each.checkVisibility()) throw each.outerHTML;
    return each;
};
const type = (each, value) => {
    open(each).value = value;
    if (each.value !== value) throw each.outerHTML;
};"""
FILL = f"""values => {{
    {OPEN}
    for (const [name, value] of values) {{
        const found = document.getElementsByName(name);
        if (found.length !== 1) throw `${{found.length}} of ${{name}}`;
        type(found[0], value);
    }}
}}"""
FILL_ALL = f"(fields, value) => {{ {OPEN} fields.forEach(each => type(each, value)); }}"
TICK = f"""(boxes, on) => {{
    {OPEN}
    boxes.filter(each => each.checked !== on).map(open).forEach(each => each.click());
}}"""


def fill(page, **values):
    """Type into fields by their names, into the first one as a person does."""
    typed = [(name, str(value)) for name, value in values.items()]
    for name, value in typed[:1]:
        page.fill(f"[name='{name}']", value)
    if typed[1:]:
        page.evaluate(FILL, typed[1:])


def fill_all(fields, value):
    """Type the same into every field."""
    fields.evaluate_all(FILL_ALL, str(value))


def tick(boxes, *, on=True):
    """Tick every box, or none."""
    boxes.evaluate_all(TICK, on)
