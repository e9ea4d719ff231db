"""Queries of the busiest pages, which differ from one request to the next in a single value. Django writes the SQL of a
query anew each time, which takes several times as long as the database takes to answer; here it is written once in a
process. What is read is the same."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

# What the database answered for one row, before Django makes Python's values of it.
Values = tuple[Any, ...]


class _Part:
    """The columns of one model in a row, reached over `path` from the model that is asked; "" is that model itself."""

    def __init__(self, model: type[models.Model], path: str) -> None:
        for name in filter(None, path.split("__")):
            model = model._meta.get_field(name).related_model  # type: ignore[assignment]
        self.model = model
        self.fields = model._meta.concrete_fields
        self.names = [field.attname for field in self.fields]
        self.columns = [f"{path}__{name}" if path else name for name in self.names]
        self.key = self.names.index(model._meta.pk.attname)
        # For each column that needs it, what makes a Python value of the database's.
        self.converters = [
            (place, converters, field.cached_col)
            for place, field in enumerate(self.fields)
            if (
                converters := [
                    *connection.ops.get_db_converters(field.cached_col),
                    *field.get_db_converters(connection),
                ]
            )
        ]

    def made(self, values: list[Any]) -> models.Model | None:
        """The record, as a queryset would have made it; None where an outer join found none."""
        if values[self.key] is None:
            return None
        for place, converters, column in self.converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)


class FixedQuery:
    """Whatever `ask(value)` asks for, with the records over `paths` and the columns `also` in each row. The value is
    the query's only parameter."""

    def __init__(
        self, ask: Callable[[Any], models.QuerySet[Any]], *paths: str, also: tuple[str, ...] = ()
    ) -> None:
        self.ask, self.paths, self.also = ask, ("", *paths), also
        self._sql = ""

    @cached_property
    def _parts(self) -> list[_Part]:
        model = self.ask(0).model
        return [_Part(model, path) for path in self.paths]

    def rows(self, value: int | str) -> list[Values]:
        """The rows as the database answers them: equal where nothing of what they hold has changed."""
        if not self._sql:
            columns = [column for part in self._parts for column in part.columns]
            sql, params = self.ask(value).values_list(*columns, *self.also).query.sql_with_params()
            if params != (value,):
                raise ValueError(f"Not one value to give: {params}")
            self._sql = sql
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [value])
            return cursor.fetchall()

    def records(self, row: Values) -> Iterator[Any]:
        """A row's records in the order of the paths, that of the model asked first, and then its further columns."""
        begin = 0
        for part in self._parts:
            end = begin + len(part.names)
            yield part.made(list(row[begin:end]))
            begin = end
        yield from row[begin:]
