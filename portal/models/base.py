"""What every table shares: keys, and columns for states, instants, data and money."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID, uuid4

from peewee import DecimalField, Field, Model, TextField, UUIDField

from portal.db import database

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=StrEnum)


class Record(Model):
    """A row in the portal's database, under a key that cannot be guessed or counted."""

    id = UUIDField(primary_key=True, default=uuid4)
    if TYPE_CHECKING:
        id: UUID  # type: ignore[no-redef]

    class Meta:
        """Bind every table to the one database."""

        database = database
        legacy_table_names = False

    @classmethod
    def columns(cls) -> "Mapping[str, Field[Any]]":
        """Return the fields of the table by their name."""
        fields: Mapping[str, Field[Any]] = cls._meta.fields
        return fields


if TYPE_CHECKING:
    _EnumColumn = Field[E]
    _InstantColumn = Field[datetime]
    _DataColumn = TextField[Any]
else:

    class _EnumColumn(Field, Generic[E]):
        """peewee's stubs are generic; its classes are not."""

    _InstantColumn = Field
    _DataColumn = TextField


class EnumField(_EnumColumn[E]):
    """A column that holds one member of an enum."""

    field_type = "VARCHAR"

    def __init__(self, enum: type[E], **options: Any) -> None:  # noqa: ANN401 - peewee's own
        self.enum = enum
        super().__init__(**options)

    def db_value(self, value: E | str | None) -> str | None:
        """Store the member's value; a value that is no member is refused."""
        return None if value is None else self.enum(value).value

    def python_value(self, value: str | None) -> E | None:
        """Give back the member."""
        return None if value is None else self.enum(value)


class InstantField(_InstantColumn):
    """A moment: stored in UTC without zone, given back as an aware UTC time."""

    field_type = "TIMESTAMP"

    def db_value(self, value: Any) -> Any:  # noqa: ANN401 - also takes SQL expressions
        """Turn any aware time into UTC text that sorts, or pass a database expression on."""
        if not isinstance(value, datetime):
            return value
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def python_value(self, value: str | datetime | None) -> datetime | None:
        """Give back an aware UTC time."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC) if value is not None else None


class DataField(_DataColumn):
    """A column of plain JSON data."""

    def db_value(self, value: Any) -> str | None:  # noqa: ANN401 - any JSON value
        """Store as canonical JSON."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:  # noqa: ANN401 - any JSON value
        """Read the JSON back."""
        return None if value is None else json.loads(value)


class AmountField(DecimalField):
    """An amount of money; the currency stands beside it in the record it belongs to."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - peewee's own
        super().__init__(max_digits=15, decimal_places=3, auto_round=True, **options)

    def python_value(self, value: Any) -> Decimal | None:  # noqa: ANN401 - driver's own
        """Give back an exact decimal without trailing zeros beyond the point."""
        if value is None:
            return None
        amount = Decimal(str(value))
        whole = amount == amount.to_integral()
        return amount.quantize(Decimal(1)) if whole else amount.normalize()
