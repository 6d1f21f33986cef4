"""The engine's version: it stands on receipts, so it must not stay when what it stands for changes."""

import hashlib

from services.scoring.domain.engine import ENGINE_VERSION
from services.scoring.domain.verdict_document import verdict_document
from services.scoring.store.bundle_files import EDITIONS
from services.scoring.store.bundle_sources import files_of
from shared.canonical import canonical_bytes
from tests.scoring.builders import ROUND_OF, evaluation_on, facts_of_a_factory, scenes_in

#: Version → what it says of some facts under editions of fixed content. A version whose words change gets a successor,
#: not another line here; an edition whose files change may change its line.
SAID = {
    "1": {
        "cn-2024": "7128df9932a225f3f78ec6aaa89c594f39d3f9364956444bba232b42dba3fde7",
        "cn-2025": "b23515991372d2dd66a40dbb78957af8807264d98c730d3c0af1794ef085041e",
    }
}


def facts(edition_id: str) -> dict[str, object]:
    scenes = scenes_in("生产作业", "生产管理", with_ai=1, edition_id=edition_id)
    return facts_of_a_factory(without=("factory_built", "indicators"), scenes=scenes)


def said_of(edition_id: str) -> str:
    found = evaluation_on(facts(edition_id), round_id=ROUND_OF[edition_id], edition_id=edition_id)
    return hashlib.sha256(canonical_bytes(verdict_document(found))).hexdigest()


def test_another_verdict_or_another_word_is_another_engine() -> None:
    assert {edition_id: said_of(edition_id) for edition_id in ROUND_OF} == SAID[ENGINE_VERSION]


def test_every_edition_that_is_pinned_ships() -> None:
    assert all(files_of(EDITIONS / edition_id) for edition_id in SAID[ENGINE_VERSION])
