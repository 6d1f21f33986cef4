"""Only what every test may use; the parts themselves live in tests/harness."""

pytest_plugins = [
    "pytester",
    "tests.harness.reached",
    "tests.harness.plugin",
    "tests.harness.registered",
]
