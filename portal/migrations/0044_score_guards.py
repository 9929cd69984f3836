"""What no score can be, whoever writes: held by the database itself, on both of them.

Triggers and not only checks, because a score is on the scale of its criterion, and because a
locked scorecard is whole. A weight and a scale do not move once somebody has scored by them.
"""

from peewee import Database, PostgresqlDatabase
from playhouse.migrate import SchemaMigrator

CRITERION_BROKEN = """
    NEW.weight NOT BETWEEN 0 AND 100 OR NEW.scale NOT BETWEEN 1 AND 100
    OR NEW.least NOT BETWEEN 0 AND NEW.scale
"""
CRITERION_MOVED = """
    (NEW.weight <> OLD.weight OR NEW.scale <> OLD.scale)
    AND EXISTS (SELECT 1 FROM score WHERE score.criterion_id = OLD.id)
"""
SCORE_BROKEN = """
    NOT EXISTS (
        SELECT 1 FROM criterion
        JOIN scorecard ON scorecard.id = NEW.scorecard_id AND scorecard.state = 'open'
        JOIN proposal ON proposal.id = scorecard.proposal_id
        WHERE criterion.id = NEW.criterion_id AND criterion.call_id = proposal.call_id
        AND criterion.weight BETWEEN 1 AND 100
        AND (NEW.value IS NULL OR NEW.value BETWEEN 0 AND criterion.scale)
    )
"""
SCORE_WHOLE = "NEW.value IS NOT NULL AND typeof(NEW.value) <> 'integer'"
SCORE_HELD = """
    EXISTS (
        SELECT 1 FROM scorecard
        WHERE scorecard.id = OLD.scorecard_id AND scorecard.state = 'locked'
    )
"""
CARD_BROKEN = """
    NEW.state = 'locked' AND OLD.state <> 'locked' AND EXISTS (
        SELECT 1 FROM proposal JOIN criterion ON criterion.call_id = proposal.call_id
        WHERE proposal.id = NEW.proposal_id AND NOT EXISTS (
            SELECT 1 FROM score
            WHERE score.scorecard_id = NEW.id AND score.criterion_id = criterion.id
            AND score.value IS NOT NULL AND trim(score.reason) <> ''
        )
    )
"""
CARD_REOPENED = "OLD.state = 'locked' AND NEW.state = 'open'"
GUARDS = (
    ("criterion", "INSERT", CRITERION_BROKEN, "criterion out of range"),
    ("criterion", "UPDATE", CRITERION_BROKEN, "criterion out of range"),
    ("criterion", "UPDATE", CRITERION_MOVED, "criterion is scored already"),
    ("score", "INSERT", SCORE_BROKEN, "score out of range or scorecard locked"),
    ("score", "UPDATE", SCORE_BROKEN, "score out of range or scorecard locked"),
    ("score", "UPDATE", SCORE_HELD, "scorecard is locked"),
    ("score", "DELETE", SCORE_HELD, "scorecard is locked"),
    ("scorecard", "INSERT", "NEW.state <> 'open'", "a scorecard begins open"),
    ("scorecard", "UPDATE", CARD_BROKEN, "score or reason missing"),
    ("scorecard", "UPDATE", CARD_REOPENED, "scorecard is locked"),
)
"""The table, what is done to it, when that is refused, and the words of the refusal.

A score of a locked card goes only with its whole scorecard.
"""
WHOLE = tuple(
    ("score", act, SCORE_WHOLE, "score is no whole number") for act in ("INSERT", "UPDATE")
)
"""SQLite keeps any value in a column of whole numbers; PostgreSQL does not."""


def _name(number: int, table: str) -> str:
    return f"guard_{table}_{number}"


def _on_sqlite(number: int, table: str, act: str, when: str, words: str) -> list[str]:
    made = f"CREATE TRIGGER {_name(number, table)} BEFORE {act} ON {table}"
    return [f"{made} FOR EACH ROW WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"]


def _on_postgresql(number: int, table: str, act: str, when: str, words: str) -> list[str]:
    name, row = _name(number, table), "OLD" if act == "DELETE" else "NEW"
    refuse = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'"
    body = f"BEGIN IF {when} THEN {refuse}; END IF; RETURN {row}; END"
    made = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    event = f"BEFORE {act} ON {table} FOR EACH ROW"
    return [made, f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {name}()"]


def _guards(db: Database) -> list[tuple[int, tuple[str, str, str, str]]]:
    held = GUARDS if isinstance(db, PostgresqlDatabase) else (*GUARDS, *WHOLE)
    return list(enumerate(held, 1))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Let the database refuse what no score, weight or locked scorecard can be."""
    make = _on_postgresql if isinstance(db, PostgresqlDatabase) else _on_sqlite
    for number, guard in _guards(db):
        for statement in make(number, *guard):
            db.execute_sql(statement)  # type: ignore[no-untyped-call]


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Take the guards away again."""
    for number, (table, *_rest) in _guards(db):
        name = _name(number, table)
        if isinstance(db, PostgresqlDatabase):
            db.execute_sql(f"DROP TRIGGER {name} ON {table}")  # type: ignore[no-untyped-call]
            db.execute_sql(f"DROP FUNCTION {name}()")  # type: ignore[no-untyped-call]
        else:
            db.execute_sql(f"DROP TRIGGER {name}")  # type: ignore[no-untyped-call]
