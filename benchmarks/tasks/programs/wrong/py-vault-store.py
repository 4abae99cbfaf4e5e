"""Stores a secret without the key's context."""

from workos import WorkOSClient

client = WorkOSClient()
print(client.vault.create_kv(name="token", value="secret").id)
