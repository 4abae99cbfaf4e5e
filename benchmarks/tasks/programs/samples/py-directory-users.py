"""Every user of a customer's directory."""

from workos import WorkOSClient

client = WorkOSClient()


def emails(directory_id: str) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = client.directory_sync.list_users(directory=directory_id, limit=100, after=after)
        found += [user.email or user.id for user in page.data]
        after = page.list_metadata.after
        if not after:
            return found


print(emails("directory_emulated"))
