"""The shape of the sources: short files, short functions, no imports hidden in functions, plain names."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, sources

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40

#: Place → why the rule would make the code worse there. A place is a file, or a file and a function.
EXCEPTIONS: dict[str, str] = {}

#: Names under which a file collects what has nothing in common.
GRAB_BAGS = frozenset({"common", "helper", "helpers", "manager", "misc", "util", "utils"})

#: A suppression with its code or codes; what follows is the reason.
NOQA = re.compile(r"#\s*noqa(?P<codes>: [A-Z]+\d+(, [A-Z]+\d+)*)?(?P<reason>[^#]*)")
TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[a-z-]+(, ?[a-z-]+)*\])?(?P<reason>.*)")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def product() -> tuple[Source, ...]:
    return sources("services", "shared")


def everything() -> tuple[Source, ...]:
    return sources("services", "shared", "tests")


def is_migration(source: Source) -> bool:
    return "/migrations/" in source.path


def test_files_are_short() -> None:
    long = [
        f"{source.path}: {len(source.lines)} lines"
        for source in product()
        if len(source.lines) > MAX_FILE_LINES
        and not is_migration(source)
        and source.path not in EXCEPTIONS
    ]

    assert not long, f"over {MAX_FILE_LINES} lines, split by use case:\n" + "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{source.place(node.lineno)} {node.name}: {length} lines"
        for source in product()
        if not is_migration(source)
        for node in ast.walk(source.tree)
        if isinstance(node, FUNCTIONS)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
        and f"{source.path}:{node.name}" not in EXCEPTIONS
    ]

    assert not long, f"over {MAX_FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    known = {source.path for source in product()} | {
        f"{source.path}:{node.name}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, FUNCTIONS)
    }

    assert set(EXCEPTIONS) <= known
    assert all(EXCEPTIONS.values())


def test_imports_stand_at_the_top() -> None:
    hidden = [
        source.place(node.lineno)
        for source in everything()
        for function in ast.walk(source.tree)
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert not hidden, "imports inside functions:\n" + "\n".join(sorted(set(hidden)))


def test_no_module_is_a_grab_bag() -> None:
    found = [
        source.path
        for source in everything()
        if GRAB_BAGS.intersection(source.path.removesuffix(".py").split("/"))
    ]

    assert not found, "name them after the one thing they do:\n" + "\n".join(found)


def test_packages_hold_a_docstring_at_most() -> None:
    busy = [
        source.path
        for source in product()
        if source.path.endswith("__init__.py")
        and any(not _is_docstring(node) for node in source.tree.body)
    ]

    assert not busy, "move it into modules:\n" + "\n".join(busy)


@pytest.mark.parametrize("pattern", [NOQA, TYPE_IGNORE], ids=["noqa", "type-ignore"])
def test_every_suppression_names_its_code_and_its_reason(pattern: re.Pattern[str]) -> None:
    bare = [
        f"{source.place(number)} {match.group(0).strip()}"
        for source in product()
        for number, match in _comments(source, pattern)
        if not match.group("codes") or not match.group("reason").strip(" -#")
    ]

    assert not bare, "say which code and why:\n" + "\n".join(bare)


def test_every_suppression_in_tests_names_its_code() -> None:
    bare = [
        f"{source.place(number)} {match.group(0).strip()}"
        for source in sources("tests")
        for pattern in (NOQA, TYPE_IGNORE)
        for number, match in _comments(source, pattern)
        if not match.group("codes")
    ]

    assert not bare, "say which code:\n" + "\n".join(bare)


def _comments(source: Source, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(source.lines, start=1):
        # The patterns above are no suppressions themselves.
        match = None if "re.compile(" in line else pattern.search(line)
        if match is not None:
            yield number, match


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
