from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.tasks.emulator import Request
from benchmarks.tasks.tasks import read_tasks
from benchmarks.tasks.verdicts import (
    NOT_EXECUTED,
    Finished,
    Verdict,
    is_executed,
    is_sent,
    judge_check,
    judge_run,
)

TASKS = {task.id: task for task in read_tasks()}
ROLE = TASKS["py-role-create"]
MEMBERSHIP = TASKS["js-membership-deactivate"]
SENT = Request("POST", "/authorization/roles", 201)
UNREADABLE = "WorkOSError: Unexpected API response while parsing Role: 'resource_type_slug'"
PROGRAMS = Path(__file__).parents[2] / "benchmarks" / "tasks" / "programs"


def test_what_the_emulator_has_is_executed() -> None:
    assert is_executed(ROLE, ["GET /authorization/roles", "POST /authorization/roles"])
    assert not is_executed(ROLE, ["GET /authorization/roles"])


def test_parameters_of_endpoints_and_operations_need_not_have_one_name() -> None:
    assert is_executed(
        MEMBERSHIP, ["PUT /user_management/organization_memberships/:om_id/deactivate"]
    )


@pytest.mark.parametrize("operation", NOT_EXECUTED)
def test_what_the_emulator_has_in_an_older_form_is_not_executed(operation: str) -> None:
    endpoint = operation.replace("{}", ":id").replace("data_integrations", "data-integrations")
    assert not is_executed(replace(ROLE, operation=operation), [endpoint])


def test_a_helper_without_an_operation_is_not_executed() -> None:
    assert not is_executed(TASKS["py-webhook-verify"], ["POST /webhook_endpoints"])


@pytest.mark.parametrize(
    ("request_", "sent"),
    [
        (Request("PUT", "/user_management/organization_memberships/om_1/deactivate", 200), True),
        (Request("PUT", "/user_management/organization_memberships/om_1/deactivate", 404), False),
        (Request("GET", "/user_management/organization_memberships/om_1/deactivate", 200), False),
        (Request("PUT", "/user_management/organization_memberships/om_1/reactivate", 200), False),
        (Request("PUT", "/user_management/organization_memberships/a/b/deactivate", 200), False),
    ],
)
def test_an_operation_is_sent_where_its_own_request_was_accepted(
    request_: Request, sent: bool
) -> None:
    assert is_sent(MEMBERSHIP, [request_]) is sent


def test_a_program_that_ends_well_after_its_request_passes() -> None:
    assert judge_run(ROLE, Finished(0, ""), [SENT]) == Verdict(True, "run")


def test_a_program_that_never_asks_does_not_pass() -> None:
    verdict = judge_run(ROLE, Finished(0, ""), [])
    assert verdict == Verdict(False, "run", "it ran without a successful POST /authorization/roles")


def test_a_program_that_fails_does_not_pass_and_says_why() -> None:
    finished = Finished(1, "AttributeError: 'Authorization' object has no attribute 'create_role'")
    assert judge_run(ROLE, finished, []) == Verdict(False, "run", finished.output)
    assert judge_run(ROLE, finished, [SENT]) == Verdict(False, "run", finished.output)


@pytest.mark.parametrize(
    "output",
    [
        UNREADABLE,
        "TypeError: Cannot read properties of undefined\n    at deserializeFactor (file:///x.mjs)",
    ],
)
def test_an_accepted_call_whose_reply_the_sdk_cannot_read_is_left_to_a_type_check(
    output: str,
) -> None:
    assert judge_run(ROLE, Finished(1, output), [SENT]) is None


def test_an_unreadable_reply_to_something_else_excuses_nothing() -> None:
    verdict = judge_run(ROLE, Finished(1, UNREADABLE), [Request("GET", "/organizations", 200)])
    assert verdict is not None
    assert not verdict.passed


def test_a_type_check_passes_a_program_that_names_the_method() -> None:
    code = "client.authorization.create_environment_role(slug='a', name='A')"
    assert judge_check(ROLE, Finished(0, ""), code, sent=False) == Verdict(True, "checked")
    assert judge_check(ROLE, Finished(0, ""), code, sent=True).how == "sent and checked"


def test_a_type_check_fails_on_errors_and_on_a_program_without_the_method() -> None:
    code = "client.authorization.create_environment_role()"
    assert not judge_check(ROLE, Finished(1, "error"), code, sent=False).passed
    assert not judge_check(ROLE, Finished(0, ""), "print()", sent=False).passed


def test_programs_are_named_after_tasks_and_wrong_ones_cover_what_right_ones_do() -> None:
    for place in ("samples", "wrong"):
        files = list((PROGRAMS / place).iterdir())
        assert {file.stem for file in files} <= TASKS.keys()
        assert {TASKS[file.stem].language for file in files} == {"python", "js"}
