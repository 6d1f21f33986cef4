"""What import contracts cannot see: clocks in a domain, the environment read in passing."""

import ast

from tests.architecture.sources import Source, sources

#: Calls that read a clock: a domain is given ``now``.
CLOCKS = frozenset(
    {
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "time.time",
        "time.monotonic",
        "uuid.uuid1",
        "uuid.uuid4",
        "open",
        "print",
    }
)

#: Who may read the environment: settings do, and nobody else.
ENVIRONMENT_READERS = {
    "services/child_process.py": "a child gets exactly the environment that it was started with",
}


def domains() -> list[Source]:
    return [source for source in sources("services") if "/domain/" in source.path]


def test_a_domain_reads_no_clock_and_makes_no_ids() -> None:
    calls = [
        f"{source.place(node.lineno)} {ast.unparse(node.func)}()"
        for source in domains()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    ]

    assert not calls, "pass it in:\n" + "\n".join(calls)


def test_only_now_of_an_aware_clock_is_read() -> None:
    naive = [
        source.place(node.lineno)
        for source in sources("services", "shared")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"datetime.now", "datetime.utcnow", "datetime.today"}
        and not node.args
        and not node.keywords
    ]

    assert not naive, "aware UTC only:\n" + "\n".join(naive)


def test_the_environment_is_read_by_settings_alone() -> None:
    readers = [
        source.place(node.lineno)
        for source in sources("services", "shared")
        if not source.path.endswith("/__main__.py") and source.path not in ENVIRONMENT_READERS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]

    assert not readers, "make it a setting:\n" + "\n".join(readers)


def test_every_domain_is_looked_at() -> None:
    services = {source.path.split("/")[1] for source in domains()}

    assert services == {"intake", "scoring", "documents"}
