"""Calls the method by its documented name, which the SDK no longer has."""

from workos import WorkOSClient

client = WorkOSClient()
link = client.portal.generate_link(organization="org_emulated", intent="sso")
print(link.link)
