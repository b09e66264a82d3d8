"""Types as they are written: `number`, `list<string>`, `context<a: number>`, `function<number> -> string`."""

from __future__ import annotations

from abc import ABC, abstractmethod

from engine.feel.syntax.cursor import Cursor
from engine.feel.syntax.names import plain_name
from engine.feel.types import ANY, SIMPLE, SYNONYMS, Type

LONG = (
    ("date", "and", "time"),
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
)


class TypeParser(Cursor, ABC):
    """Reads a type after `instance of` or a parameter's colon."""

    def type(self) -> Type:
        """One type. Nesting counts as that of expressions does."""
        self.deeper()
        found = self._type()
        self.shallower()
        return found

    def _type(self) -> Type:
        position = self.peek.position
        name = self._type_name()
        if name == "list" and self.accept("<"):
            return Type("list", element=self._closed(self.type()))
        if name == "range" and self.accept("<"):
            return Type("range", element=self._closed(self.type()))
        if name == "context" and self.accept("<"):
            return self._context_type()
        if name == "function":
            return self._function_type()
        if name in self.types:
            return self.types[name]
        if name not in SIMPLE:
            raise self.error(f"没有名为“{name}”的类型", position)
        return ANY if name == "Any" else Type(name)

    def _type_name(self) -> str:
        for words in LONG:
            if all(self.ahead(offset).text == word for offset, word in enumerate(words)):
                self.place += len(words)
                return " ".join(words)
        if self.peek.kind != "name":
            raise self.unexpected()
        known = self.known.match(self.tokens, self.place)
        name, length = plain_name(self.tokens, self.place)
        if name not in self.types and known and known[0] in self.types:
            name, length = known
        if self.peek.text == "function":
            name, length = "function", 1
        self.place += length
        while self.peek.text == "." and f"{name}.{self.ahead(1).text}" in self.types:
            self.take()
            name = f"{name}.{self.take().text}"
        return name if name in self.types else SYNONYMS.get(name, name)

    def _closed(self, inner: Type) -> Type:
        self.expect(">")
        return inner

    def _context_type(self) -> Type:
        fields: list[tuple[str, Type]] = []
        while not self.accept(">"):
            if fields:
                self.expect(",")
            name = self.property_name()
            self.expect(":")
            fields.append((name, self.type()))
        return Type("context", fields=tuple(fields))

    def _function_type(self) -> Type:
        if not self.accept("<"):
            return Type("function")
        parameters: list[Type] = []
        while not self.accept(">"):
            if parameters:
                self.expect(",")
            parameters.append(self.type())
        self.expect("->")
        return Type("function", parameters=tuple(parameters), result=self.type())

    @abstractmethod
    def property_name(self) -> str:
        """The name of a context's entry; the parser of boxed expressions reads it."""
