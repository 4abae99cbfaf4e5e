"""A tool as a model meets it: name, title, description, and its arguments as a pydantic model."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import getdoc, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from pydantic import BaseModel, Field, ValidationError, create_model, model_validator

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.tools.limits import MIN_MAX_TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

Language = Annotated[
    str | None,
    Field(description="SDK language for API reference; leave out if the user named none."),
]
MaxTokens = Annotated[int, Field(description="Budget of the whole reply.", ge=MIN_MAX_TOKENS)]


@dataclass(frozen=True, slots=True)
class Tool:
    """One row of the table of tools; everything that adapters say of a tool is read from it."""

    function: Callable[..., Any]
    """The method of `DocsTools` whose name, signature and docstring are the tool's."""
    title: str
    """What a program shows a person in place of the name."""
    item: type
    """Dataclass whose fields the entries of a reply's `data` have."""
    text: str
    """Its field that may be long."""
    has_enums: bool = True
    """Whether the arguments that are filters take only the values that the index holds."""

    @property
    def name(self) -> str:
        """Name by which a model calls the tool."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """What the tool is for, as a model reads it."""
        return getdoc(self.function) or ""

    def arguments(
        self,
        values: Mapping[str, Sequence[str]] | None = None,
        defaults: Mapping[str, object] | None = None,
    ) -> type[BaseModel]:
        """Return the arguments as a pydantic model.

        Args:
            values: What the arguments of these names can be; they become enums.
            defaults: Defaults in place of those of the signature.
        """
        known = (values or {}) if self.has_enums else {}
        hints = get_type_hints(self.function, include_extras=True)
        _, *parameters = signature(self.function).parameters.values()
        fields: dict[str, Any] = {}
        for parameter in parameters:
            hint = hints[parameter.name]
            if known.get(parameter.name):
                hint = Annotated[hint, _Choices(tuple(known[parameter.name]))]
            default = (defaults or {}).get(parameter.name, parameter.default)
            fields[parameter.name] = (hint, ... if default is parameter.empty else default)
        return create_model(self.name, __base__=_Arguments, __doc__=self.function.__doc__, **fields)


class _Arguments(BaseModel):
    """What a model writes as arguments, where `null` and nothing both mean the default."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {
            name: value
            for name, value in given.items()
            if value is not None and (name not in optional or str(value).strip())
        }


@dataclass(frozen=True, slots=True)
class _Choices:
    """Lists an argument's values in its JSON schema; what frameworks copy of a field keeps it."""

    values: tuple[str, ...]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        if "anyOf" not in schema:
            return self._narrowed(schema)
        # Beside `anyOf` the enum would have to hold `null`, which Gemini refuses.
        return {**schema, "anyOf": [self._narrowed(branch) for branch in schema["anyOf"]]}

    def _narrowed(self, schema: JsonSchemaValue) -> JsonSchemaValue:
        return {**schema, "enum": list(self.values)} if schema["type"] == "string" else schema


def invalid_argument(error: ValidationError) -> InvalidArgumentError:
    """Return what is wrong with a tool's arguments, in the words of our own errors."""
    problem = error.errors(include_url=False)[0]
    name = ".".join(map(str, problem["loc"]))
    value = None if problem["type"] == "missing" else problem["input"]
    return InvalidArgumentError(name, value, hint=f"{problem['msg']}.")
