"""A LangChain agent that looks things up in the WorkOS documentation and cites them."""

from langchain.agents import create_agent
from scripted_models import ScriptedChatModel

from workos_docs_tools.langchain import WorkOSDocsToolkit

model = ScriptedChatModel()
# model = "anthropic:claude-sonnet-4-5"  # or "openai:gpt-5", "ollama:qwen3"

agent = create_agent(
    model,
    tools=WorkOSDocsToolkit(language="python").get_tools(),
    system_prompt="Answer from the WorkOS documentation and cite the URLs of your sources.",
)
question = "How do I verify a webhook signature?"
state = agent.invoke({"messages": [{"role": "user", "content": question}]})
for message in state["messages"]:
    for call in getattr(message, "tool_calls", ()):
        print(f"-> {call['name']}({call['args']})")
print(state["messages"][-1].text)
