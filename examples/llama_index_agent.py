"""A LlamaIndex agent that looks things up in the WorkOS documentation and cites them."""

import asyncio

from llama_index.core.agent.workflow import FunctionAgent
from scripted_models import ScriptedLLM

from workos_docs_tools.llama_index import WorkOSDocsToolSpec

llm = ScriptedLLM()
# from llama_index.llms.openai import OpenAI; llm = OpenAI("gpt-5")  # or Anthropic, Ollama ...

agent = FunctionAgent(
    tools=WorkOSDocsToolSpec(language="python").to_tool_list(),
    llm=llm,
    system_prompt="Answer from the WorkOS documentation and cite the URLs of your sources.",
)


async def main() -> None:
    response = await agent.run("How do I verify a webhook signature?")
    for call in response.tool_calls:
        print(f"-> {call.tool_name}({call.tool_kwargs})")
    print(response)


asyncio.run(main())
