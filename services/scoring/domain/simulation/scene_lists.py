"""A short key for a list of scenes: two lists with the same key are read alike by both editions.

Hardly two factories built the same scenes, so that a list as a whole is rarely seen again. What is derived of a
list is how many scenes it has, how many use AI, and which element stages they cover; so each scene is looked at
alone, once, and the list is known by the sums.
"""

from collections.abc import Sequence

from services.scoring.domain.edition import Edition
from services.scoring.domain.fact_types import ListType
from services.scoring.domain.scenes import Derivation
from services.scoring.domain.simulation.atoms import Group
from services.scoring.domain.simulation.kept_facts import Why, read_kept

#: Kept scenes; past them it begins anew.
MOST_SCENES = 50_000

#: What the sums tell; with any other derivation a list is known by all that it says.
_SUMMED = frozenset({Derivation.ELEMENT_STAGES, Derivation.SCENES_BUILT, Derivation.SCENES_WITH_AI})


class SceneLists:
    """Lists of one fact, under all sides."""

    def __init__(self, name: str, editions: Sequence[Edition], most: int) -> None:
        self._name = name
        self._editions = tuple(editions)
        self._most = most
        self._stages: dict[tuple[int, tuple[str, ...]], int] = {}
        self._scenes: dict[str, tuple[int, int]] = {}

    @classmethod
    def of(
        cls, name: str, groups: Sequence[tuple[int, Group]], editions: Sequence[Edition]
    ) -> "SceneLists | None":
        """Make it for a fact of which nothing but the sums is read; None for any other."""
        derived = [
            one for edition in editions for one in edition.derived.values() if one.from_fact == name
        ]
        types = [edition.facts[name].type for edition in editions if name in edition.facts]
        sizes = [one.maximum_items for one in types if isinstance(one, ListType)]
        is_summed = bool(derived) and all(one.derivation in _SUMMED for one in derived)
        is_read_whole = any(name in group.facts for _, group in groups)
        if not is_summed or is_read_whole or len(sizes) < len(types):
            return None
        return cls(name, editions, min(sizes))

    def key_of(self, value: object) -> str | None:
        """Give the key; None for what is no list of a size that both editions take."""
        if not isinstance(value, list) or len(value) > self._most:
            return None
        seen = with_ai = 0
        scenes = self._scenes
        for scene in value:
            text = repr(scene)
            found = scenes.get(text)
            if found is None:
                found = self._looked_at(scene, text)
            seen |= found[0]
            with_ai += found[1]
        return f"{len(value)}/{with_ai}/{seen}"

    def _looked_at(self, scene: object, text: str) -> tuple[int, int]:
        """Give a bit for what each edition makes of the scene, and 1 if it uses AI."""
        seen = with_ai = 0
        for place, edition in enumerate(self._editions):
            kept = read_kept({self._name: [scene]}, edition)
            if kept.left_out.get(self._name) is Why.NOT_IN_EDITION:
                continue
            for one in edition.derived.values():
                if one.from_fact != self._name:
                    continue
                value = kept.known.get(one.name)
                if one.derivation is Derivation.SCENES_WITH_AI and isinstance(value, int):
                    with_ai = value
                if one.derivation is Derivation.ELEMENT_STAGES and isinstance(value, tuple):
                    seen |= self._bit(place, tuple(map(str, value)))
            if kept.left_out:
                # One scene that cannot be read leaves the whole list unread.
                seen |= self._bit(place, ())
        if len(self._scenes) >= MOST_SCENES:
            self._scenes.clear()
        self._scenes[text] = (seen, with_ai)
        return seen, with_ai

    def _bit(self, place: int, stages: tuple[str, ...]) -> int:
        # Bits are never given anew, so that a key means the same as long as this lives.
        number = self._stages.setdefault((place, stages), len(self._stages))
        return 1 << number
