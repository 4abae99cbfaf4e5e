"""A LlamaIndex query engine over the WorkOS documentation, with its sources."""

from llama_index.core.query_engine import RetrieverQueryEngine
from scripted_models import ScriptedLLM

from workos_docs_tools.llama_index import WorkOSDocsRetriever

llm = ScriptedLLM()
# from llama_index.llms.openai import OpenAI; llm = OpenAI("gpt-5")  # or Anthropic, Ollama ...

engine = RetrieverQueryEngine.from_args(WorkOSDocsRetriever(k=3, language="python"), llm=llm)
response = engine.query("What is a directory group?")
print(response)
for number, node in enumerate(response.source_nodes, 1):
    print(f"[{number}] {node.metadata['title']}: {node.metadata['source']}")
