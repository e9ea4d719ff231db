"""Queries of the busiest pages, which differ from one request to the next in a single value. Django writes the SQL of a
query anew each time, which takes several times as long as the database takes to answer; here it is written once in a
process. What is read is the same."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

# What the database answered for one row, before Django makes Python's values of it.
Values = tuple[Any, ...]


class FixedValues:
    """The values that the `values_list` of `ask(value)` asks for. The value is the query's first parameter; whatever
    else it holds is the same each time."""

    def __init__(self, ask: Callable[[Any], models.QuerySet[Any, Any]]) -> None:
        self.ask = ask
        self._written: tuple[str, Values] | None = None

    def rows(self, value: int | str) -> list[Values]:
        """The rows as the database answers them: equal where nothing of what they hold has changed."""
        if self._written is None:
            sql, params = self.ask(value).query.sql_with_params()
            if params[:1] != (value,) or value in params[1:]:
                raise ValueError(f"The value must be the first parameter, and no other: {params}")
            self._written = sql, params[1:]
        sql, further = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [value, *further])
            return cursor.fetchall()


class FixedQuery(FixedValues):
    """Whatever `ask(value)` asks for, with the records over `paths` and the columns `also` in each row."""

    def __init__(
        self, ask: Callable[[Any], models.QuerySet[Any]], *paths: str, also: tuple[str, ...] = ()
    ) -> None:
        super().__init__(lambda value: ask(value).values_list(*self._columns, *also))
        self._model, self._paths = lambda: ask(0).model, ("", *paths)

    @cached_property
    def _parts(self) -> list["_Part"]:
        model = self._model()
        return [_Part(model, path) for path in self._paths]

    @property
    def _columns(self) -> list[str]:
        return [column for part in self._parts for column in part.columns]

    def records(self, row: Values) -> list[Any]:
        """A row's records in the order of the paths, that of the model asked first, and then its further columns. Each
        knows those it names, as after `select_related`; where an outer join found none there is None."""
        found: dict[str, Any] = {}
        begin = 0
        for part in self._parts:
            end = begin + len(part.names)
            found[part.path] = part.made(list(row[begin:end]))
            part.attach(found)
            begin = end
        return [*found.values(), *row[begin:]]

    def first(self, value: int | str) -> Any:
        """The record of the first row; None where there is no row."""
        for row in self.rows(value):
            return self.records(row)[0]
        return None


class _Part:
    """The columns of one model in a row, reached over `path` from the model that is asked; "" is that model itself."""

    def __init__(self, model: type[models.Model], path: str) -> None:
        self.path, self.parent = path, path.rpartition("__")[0]
        self.relation: Any = None
        for step in filter(None, path.split("__")):
            self.relation = model._meta.get_field(step)
            model = self.relation.related_model
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

    def attach(self, found: dict[str, Any]) -> None:
        """Lets the record that names this one know it; where it may name several, none is told."""
        if self.relation is None or self.relation.one_to_many or (parent := found[self.parent]) is None:
            return
        record = found[self.path]
        self.relation.set_cached_value(parent, record)
        if self.relation.one_to_one and record is not None:
            self.relation.remote_field.set_cached_value(record, parent)
