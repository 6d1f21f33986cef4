"""The scene guide of an edition, and what is computed from the scenes that a factory has built."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.scoring.domain.fact_types import FactValue
from services.scoring.domain.provenance import Certainty
from shared.errors import Fault
from shared.text import Text


class DescriptionBasis(StrEnum):
    """What a scene's description of ours was written from; it is never official wording."""

    PARAPHRASE = "paraphrase-of-text-seen"
    INFERRED = "inferred-from-the-name"


class Derivation(StrEnum):
    """The closed set of what is computed from the built scenes."""

    ELEMENT_STAGES = "element-stages-of-scenes"
    SCENES_BUILT = "number-of-scenes"
    SCENES_WITH_AI = "number-of-scenes-with-ai"


@dataclass(frozen=True, kw_only=True)
class GuideStage:
    number: int
    name: Text
    #: The element stage it counts for.
    element_stage: str
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class Scene:
    number: int
    name: Text
    guide_stage: str
    certainty: Certainty
    description: Text
    description_basis: DescriptionBasis


@dataclass(frozen=True, kw_only=True)
class SceneGuide:
    title: Text
    document_number: str
    official_url: str | None
    official_read: bool
    note: Text
    #: By the Chinese name, which is what facts use.
    stages: Mapping[str, GuideStage]
    #: By number; None when the guide's list is not known.
    scenes: Mapping[int, Scene] | None


def faults_of_scenes(scenes: object, guide: SceneGuide, *, pointer: str) -> list[Fault]:
    """Find scenes that are neither of the guide nor named, and those put under another stage.

    Takes scenes as they were stated, so that these faults are told together with those of their types.
    """
    faults: list[Fault] = []
    for position, scene in enumerate(scenes if isinstance(scenes, list) else ()):
        if not isinstance(scene, Mapping):
            continue
        here = f"{pointer}/{position}"
        number = scene.get("scene_number")
        if number is None:
            if scene.get("own_name") is None:
                unnamed = _UNNAMED if guide.scenes is not None else _OWN_NAME_MISSING
                faults.append(unnamed.at(here))
        elif type(number) is int:
            faults.extend(_faults_of_number(number, scene.get("guide_stage"), guide, here))
    return faults


def _faults_of_number(number: int, stage: object, guide: SceneGuide, here: str) -> Iterator[Fault]:
    if guide.scenes is None:
        yield _NO_LIST.at(f"{here}/scene_number")
    elif number not in guide.scenes:
        yield _NOT_IN_GUIDE.at(f"{here}/scene_number")
    elif stage in guide.stages and stage != (expected := guide.scenes[number].guide_stage):
        yield _OTHER_STAGE.at(f"{here}/guide_stage", stage=expected, number=number)


def derive(derivation: Derivation, scenes: FactValue, guide: SceneGuide) -> FactValue:
    """Compute one derived fact from scenes that have been checked."""
    return _DERIVATIONS[derivation](scenes, guide)


def _element_stages(scenes: FactValue, guide: SceneGuide) -> FactValue:
    covered = {guide.stages[str(scene["guide_stage"])].element_stage for scene in _records(scenes)}
    return tuple(sorted(covered))


def _scenes_built(scenes: FactValue, _guide: SceneGuide) -> FactValue:
    return len(_records(scenes))


def _scenes_with_ai(scenes: FactValue, _guide: SceneGuide) -> FactValue:
    return sum(scene["uses_ai"] is True for scene in _records(scenes))


_DERIVATIONS: Mapping[Derivation, Callable[[FactValue, SceneGuide], FactValue]] = {
    Derivation.ELEMENT_STAGES: _element_stages,
    Derivation.SCENES_BUILT: _scenes_built,
    Derivation.SCENES_WITH_AI: _scenes_with_ai,
}


def _records(scenes: FactValue) -> list[Mapping[str, FactValue]]:
    items = scenes if isinstance(scenes, tuple) else ()
    # The class first: what was read is a dict, and asking an abstract class costs many times as much.
    return [item for item in items if item.__class__ is dict or isinstance(item, Mapping)]


@dataclass(frozen=True, kw_only=True)
class _Kind:
    code: str
    message: Text

    def at(self, pointer: str, **values: object) -> Fault:
        return Fault(pointer=pointer, code=self.code, message=self.message.fill(**values))


_UNNAMED = _Kind(
    code="scene-unnamed",
    message=Text(
        zh="须给出指引场景序号，或自有场景名称",
        en="Give the guide's scene number or a name of your own",
    ),
)
_OWN_NAME_MISSING = _Kind(
    code="scene-unnamed",
    message=Text(zh="须给出自有场景名称", en="Give the scene a name of your own"),
)
_NO_LIST = _Kind(
    code="scene-list-unknown",
    message=Text(
        zh="该版次没有场景清单；请填写指引环节和自有场景名称",
        en="The edition has no list of scenes: give a guide stage and a name of your own",
    ),
)
_NOT_IN_GUIDE = _Kind(
    code="scene-not-in-guide",
    message=Text(zh="指引中没有此序号的场景", en="The guide has no scene of this number"),
)
_OTHER_STAGE = _Kind(
    code="scene-stage-differs",
    message=Text(
        zh="场景 {number} 属于环节“{stage}”", en="Scene {number} belongs to the stage {stage}"
    ),
)
