"""A customer's API token, encrypted with a key of the customer's organization."""

from workos import WorkOSClient

client = WorkOSClient()


def store_token(organization_id: str, name: str, token: str) -> str:
    stored = client.vault.create_kv(
        key_context={"organization_id": organization_id}, name=name, value=token
    )
    return stored.id


if __name__ == "__main__":
    print(store_token("org_emulated", "crm-token", "token_1234"))
