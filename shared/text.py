"""User-facing text in the two languages of the house; every sentence a person reads is one of these."""

from dataclasses import dataclass

#: BCP 47 tags of the languages we speak, the official one first.
LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def fill(self, **values: object) -> "Text":
        """Put the values into both languages' ``{placeholders}``."""
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))

    def in_language(self, language: str) -> str:
        """Give the sentence in the language of a tag from ``LANGUAGES``."""
        return self.en if language == "en" else self.zh

    def as_json(self) -> dict[str, str]:
        """Give both languages as a JSON object."""
        return {"zh": self.zh, "en": self.en}


def preferred_language(accept_language: str | None) -> str:
    """Choose Chinese or English from an Accept-Language header (RFC 9110 §12.5.4); Chinese when in doubt."""
    best = ("zh-CN", 0.0)
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        quality = _quality(parameters)
        language = {"zh": "zh-CN", "en": "en", "*": "zh-CN"}.get(tag.split("-")[0].lower())
        if language is not None and quality > best[1]:
            best = (language, quality)
    return best[0]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
