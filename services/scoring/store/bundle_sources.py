"""Where the files of a bundle come from, and how large they may be before anybody reads them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from services.scoring.store.bundle import FORMS, BundleFault, bundle_fault

#: Our largest file has 50 kB; a file of criteria that is larger than this is none.
MAX_FILE_BYTES = 1_000_000
MAX_BUNDLE_BYTES = 2_000_000
MAX_FILES = 40

#: The files of a round's own conditions begin and end so.
CONDITIONS = ("conditions-", ".yaml")


def files_of(folder: Path) -> dict[str, bytes]:
    """Read a folder's files; of one that is too large only so much that it is seen to be."""
    files = {}
    for path in sorted(folder.iterdir())[: MAX_FILES + 1]:
        if path.is_file():
            with path.open("rb") as opened:
                files[path.name] = opened.read(MAX_FILE_BYTES + 1)
        else:
            files[path.name] = b""
    return files


def is_conditions(name: str) -> bool:
    """Tell whether a file is a round's own conditions by its name."""
    prefix, suffix = CONDITIONS
    return name.startswith(prefix) and name.endswith(suffix)


def faults_of_files(files: Mapping[str, bytes]) -> Iterator[BundleFault]:
    """Find files that are missing, do not belong here or are too large; nothing is parsed for it."""
    for name in FORMS:
        if name not in files:
            yield _fault(name, "file-missing", "缺少此文件", "This file is missing")
    for name, content in files.items():
        if name not in FORMS and not is_conditions(name):
            yield _fault(name, "file-unexpected", "不应有此文件", "This file does not belong here")
        elif len(content) > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1000
            yield _fault(name, "file-too-large", f"超过 {limit} kB", f"Is larger than {limit} kB")
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BUNDLE_BYTES:
        limit = MAX_BUNDLE_BYTES // 1000
        yield _fault(
            "",
            "bundle-too-large",
            f"文件超过 {MAX_FILES} 个或合计超过 {limit} kB",
            f"The bundle has more than {MAX_FILES} files or {limit} kB",
        )


def _fault(name: str, code: str, zh: str, en: str) -> BundleFault:
    return BundleFault(file=name, line=None, fault=bundle_fault("", code, zh, en))
