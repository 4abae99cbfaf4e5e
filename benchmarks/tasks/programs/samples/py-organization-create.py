"""An organization with its verified domain, for a company that has signed up."""

from workos import WorkOSClient
from workos.common import OrganizationDomainDataState
from workos.organizations import OrganizationDomainData

client = WorkOSClient()


def sign_up(company: str, domain: str) -> str:
    organization = client.organizations.create_organization(
        name=company,
        domain_data=[
            OrganizationDomainData(domain=domain, state=OrganizationDomainDataState("verified"))
        ],
    )
    return organization.id


print(sign_up("Example", "example.org"))
