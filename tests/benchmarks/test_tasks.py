from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.tasks.scoring import holds_word, misses, score, table
from benchmarks.tasks.tasks import Task, argument_names, read_tasks
from workos_docs_loaders.sdk import documented_methods, open_sdk, read_sdk
from workos_docs_loaders.sdk.operations import operation_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import SourceFile
    from workos_docs_loaders.sdk import SdkMethod

TASKS = read_tasks()
TASK = Task(
    id="js-link",
    language="js",
    product="admin-portal",
    task="Make a link to the portal for an organization.",
    call="portal.generateLink",
    required=("organization", "intent"),
    operation="POST /portal/generate_link",
    documented="portal.generateLink",
)
CALL = "workos.portal.generateLink({ organization, intent: 'sso' })"


@pytest.fixture(scope="module")
def methods() -> Mapping[str, Mapping[str, SdkMethod]]:
    """The methods of the SDKs that the tasks are about, by language and by name."""
    packages = [read_sdk(open_sdk(sdk)) for sdk in ("python@10.8.0", "node@11.0.0")]
    return {
        package.snapshot.language: {method.name: method for method in package.methods}
        for package in packages
    }


def test_there_are_enough_tasks_of_enough_products_in_both_languages() -> None:
    languages = Counter(task.language for task in TASKS)
    assert min(languages["python"], languages["js"]) >= 18
    assert len({task.product for task in TASKS}) >= 10
    assert len({task.id for task in TASKS}) == len(TASKS)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_the_call_of_a_task_exists_with_its_operation(
    task: Task, methods: Mapping[str, Mapping[str, SdkMethod]]
) -> None:
    assert methods[task.language][task.call].operation == task.operation


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_a_task_requires_what_its_call_requires_and_nothing_that_it_lacks(
    task: Task, methods: Mapping[str, Mapping[str, SdkMethod]]
) -> None:
    arguments = dict(argument_names(methods[task.language][task.call]))
    assert {name for name, required in arguments.items() if required} <= set(task.required)
    assert set(task.required) <= arguments.keys()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_a_task_does_not_spell_its_call(task: Task) -> None:
    assert task.call.rpartition(".")[2] not in task.task


def test_the_documented_name_of_a_task_is_what_the_documentation_has(
    source_files: Mapping[str, tuple[SourceFile, ...]],
) -> None:
    documented = documented_methods(source_files["0.2.0"], ("python", "js"))
    names = {(method.language, method.name) for method in documented if method.name}
    operations = {
        (method.language, operation_key(operation))
        for method in documented
        if method.name
        for operation in method.operations
    }
    for task in TASKS:
        if task.documented is None:
            assert (task.language, task.call) not in names, task.id
            assert (task.language, operation_key(task.operation)) not in operations, task.id
        else:
            assert (task.language, task.documented) in names, task.id


def test_a_reply_with_the_call_and_its_arguments_is_a_hit() -> None:
    assert score(TASK, CALL).is_hit


def test_a_reply_without_the_call_is_a_miss_whatever_else_it_holds() -> None:
    outcome = score(TASK, "workos.adminPortal.generateLink({ organization, intent })")
    assert (outcome.has_call, outcome.missing, outcome.is_hit) == (False, (), False)


def test_a_reply_without_an_argument_is_a_miss() -> None:
    outcome = score(TASK, "portal.generateLink({ organizationId, intent })")
    assert (outcome.has_call, outcome.missing, outcome.is_hit) == (True, ("organization",), False)


def test_the_words_of_the_task_count_nothing_where_a_reply_repeats_them() -> None:
    reply = f"Results for {TASK.task!r}: portal.generateLink(intent)"
    assert score(TASK, reply).missing == ("organization",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("client.vault.create_kv(", True),
        ("`vault.create_kv`", True),
        ("vault.create_kv_version(", False),
        ("vault.create_k", False),
        ("default_vault.create_kv(", False),
        ("vault.CREATE_KV(", False),
    ],
)
def test_a_name_is_found_as_a_whole(text: str, found: bool) -> None:
    assert holds_word(text, "vault.create_kv") is found


def test_misses_name_the_call_and_what_is_missing() -> None:
    outcomes = [score(TASK, CALL), score(TASK, "organization"), score(TASK, CALL[:26])]
    assert list(misses(outcomes)) == [
        "js-link (same name): portal.generateLink, intent",
        "js-link (same name): organization, intent",
    ]


def test_the_table_has_shares_by_language_by_way_of_naming_and_of_all() -> None:
    renamed = replace(TASK, language="python", documented="other.name")
    unknown = replace(TASK, documented=None)
    outcomes = [score(TASK, CALL), score(renamed, "x" * 40), score(unknown, CALL[:26])]
    rows = [[cell.strip() for cell in row.split("|")[1:4]] for row in table(outcomes).splitlines()]
    assert rows[2:] == [
        ["js", "2", "1.00"],
        ["python", "1", "0.00"],
        ["same name", "1", "1.00"],
        ["other name", "1", "0.00"],
        ["not documented", "1", "1.00"],
        ["all", "3", "0.67"],
    ]
    assert table(outcomes).splitlines()[-1].endswith("| 0.67 | 0.33 | 10 |")
