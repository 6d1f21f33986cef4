"""The smallest sound edition, as the documented example of an import; it asks for one declaration."""

_EDITION = """\
edition_id: example-2027
title: {zh: 示例版次, en: An example of an edition}
document_number: 示例
official_url: null
official_read: false
status: draft
note: {zh: 仅为示例，不是任何通知的内容。, en: An example alone; no notice says this.}
sources:
  example: {title: 示例, url: null}
element_stages:
  - {name: 生产作业, en: Production operations}
"""

_CRITERIA = """\
tiers:
  - tier: basic
    title: {zh: 基础级, en: Basic}
    aim: {zh: 示例, en: An example}
    source: example
    certainty: inferred
criteria:
  - id: factory-built
    tiers: [basic]
    kind: required
    title: {zh: 已完成建设, en: Factory built}
    requirement: {zh: 已完成智能工厂建设。, en: The smart factory is built.}
    clause: {zh: 示例条款, en: An example of a clause}
    source: example
    certainty: inferred
    check: {op: is-true, fact: factory_built}
"""

_FACTS = """\
facts:
  - name: factory_built
    title: {zh: 已完成智能工厂建设, en: The smart factory is built}
    type: {kind: boolean}
    comes_from: {zh: 申报书第二部分, en: Form part 2}
derived: []
"""

_SCENES = """\
title: {zh: 示例指引, en: An example of a guide}
document_number: 示例
official_url: null
official_read: false
note: {zh: 没有场景清单。, en: There is no list of scenes.}
stages:
  - {number: "1", name: 生产作业, en: Production operations, element_stage: 生产作业, certainty: inferred}
scenes: null
"""

_WORDING = """\
reasons:
  is-true:
    met: {zh: "申报单位声明：{fact}。", en: "Declared by the applicant: {fact}."}
    not-met: {zh: "申报单位声明不符合：{fact}。", en: "The applicant declares that this does not hold: {fact}."}
    unknown: {zh: "尚缺：{missing}。", en: "Not known: {missing}."}
judged: {zh: 须由人员判断。, en: A person has to judge this.}
gaps:
  not-met: {zh: "{title}：{reason}", en: "{title}: {reason}"}
  in-principle: {zh: "{title}：{reason}", en: "{title}: {reason}"}
  unknown: {zh: "{title}：{reason}", en: "{title}: {reason}"}
"""

EXAMPLE_FILES = {
    "edition.yaml": _EDITION,
    "criteria.yaml": _CRITERIA,
    "facts.yaml": _FACTS,
    "scenes.yaml": _SCENES,
    "wording.yaml": _WORDING,
}
