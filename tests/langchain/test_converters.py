"""The tools in the form in which the integrations of model providers pass them on."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.tools import StructuredTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from workos_docs_tools.llama_index import WorkOSDocsToolSpec
from workos_docs_tools.tools import TOOL_NAMES, TOOLS, DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from langchain_core.tools import BaseTool

    from workos_docs_tools import WorkOSDocs


def by_openai(tools: Sequence[BaseTool]) -> object:
    return [convert_to_openai_tool(tool) for tool in tools]


def by_openai_strictly(tools: Sequence[BaseTool]) -> object:
    converted = [convert_to_openai_tool(tool, strict=True) for tool in tools]
    for tool in converted:
        parameters = tool["function"]["parameters"]
        assert parameters["additionalProperties"] is False
        assert {*parameters["required"]} == parameters["properties"].keys()
    return converted


def by_google(tools: Sequence[BaseTool]) -> object:
    module = pytest.importorskip("langchain_google_genai._function_utils")
    converted = module.convert_to_genai_function_declarations(tools)
    return [item.model_dump(mode="json") for item in converted]


def by_anthropic(tools: Sequence[BaseTool]) -> object:
    module = pytest.importorskip("langchain_anthropic.chat_models")
    return [module.convert_to_anthropic_tool(tool) for tool in tools]


def by_aws(tools: Sequence[BaseTool]) -> object:
    module = pytest.importorskip("langchain_aws.chat_models.bedrock_converse")
    return module._format_tools(tools)


def bound(module: str, name: str, **options: Any) -> Callable[[Sequence[BaseTool]], object]:
    def convert(tools: Sequence[BaseTool]) -> object:
        pytest.importorskip(module)
        model = getattr(import_module(module), name)(**options)
        return model.bind_tools(tools).kwargs["tools"]

    return convert


CONVERTERS: Mapping[str, Callable[[Sequence[BaseTool]], object]] = {
    "openai": by_openai,
    "openai strict": by_openai_strictly,
    "google-genai": by_google,
    "anthropic": by_anthropic,
    "aws": by_aws,
    "mistral": bound("langchain_mistralai", "ChatMistralAI", api_key="key"),
    "groq": bound("langchain_groq", "ChatGroq", model="model", api_key="key"),
    "ollama": bound("langchain_ollama", "ChatOllama", model="model"),
}


def of_llama_index(docs: WorkOSDocs) -> list[BaseTool]:
    """Return LlamaIndex's tools as it hands them to LangChain."""
    return [
        StructuredTool.from_function(
            tool.fn,
            name=tool.metadata.get_name(),
            description=tool.metadata.description,
            args_schema=tool.metadata.fn_schema,
        )
        for tool in WorkOSDocsToolSpec(docs).to_tool_list()
    ]


def of_mcp(docs: WorkOSDocs) -> list[BaseTool]:
    """Return the tools of the MCP server as LangChain's adapter makes them: of JSON schemas."""
    tools = DocsTools(docs)
    return [
        StructuredTool(
            name=name,
            description=tool.description,
            args_schema=tools.arguments(name).model_json_schema(),
            func=tools.functions()[name],
        )
        for name, tool in TOOLS.items()
    ]


@pytest.mark.filterwarnings("ignore")  # What integrations deprecate is no concern of ours.
@pytest.mark.parametrize("form", ["LangChain", "LlamaIndex", "MCP"])
@pytest.mark.parametrize("provider", CONVERTERS)
def test_every_provider_takes_every_tool_with_its_enums(
    docs: WorkOSDocs, tools: Mapping[str, BaseTool], provider: str, form: str
) -> None:
    forms = {"LlamaIndex": of_llama_index, "MCP": of_mcp}
    given = forms[form](docs) if form in forms else [*tools.values()]
    written = json.dumps(CONVERTERS[provider](given))
    assert all(f'"{name}"' in written for name in TOOL_NAMES)
    for value in ("sso", "guide", "python", "workos-platform"):
        assert f'"{value}"' in written
