"""The words that sessions speak, and the names that their recordings have."""

import hashlib
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
NARRATION = ROOT / "audio" / "narration"

# what the player speaks at the turns of a breath, when a session asks for it
BREATH_WORDS = ["Breathe in.", "Hold.", "Breathe out.", "Rest."]

PUNCTUATION = re.compile(
    r"[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\u00a0-\u00bf\u060c\u061b\u061f\u2000-\u206f\u3000-\u303f\s]+"
)


def normal(text):
    """What a line is looked up by: its words, without case and punctuation."""
    lower = "".join(c.lower() if "A" <= c <= "Z" else c for c in text)
    return PUNCTUATION.sub(" ", lower).strip(" ")


def clip_name(text):
    words = normal(text)
    digest = hashlib.blake2b(words.encode("utf-8"), digest_size=16).hexdigest()[:10]
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:40].strip("-")
    return f"{slug}-{digest}.ogg" if slug else f"{digest}.ogg"


def texts(value):
    """A text, or those of a list."""
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def words_of(value):
    """The words of a tense or release step: a text, or a list of say and pause steps."""
    return list(lines_of(value)) if isinstance(value, list) else [str(value)]


def lines_of(steps):
    """Every line that a list of steps speaks, in any choice."""
    for step in steps:
        if not isinstance(step, dict):
            yield str(step)
        elif "tense" in step or "release" in step:
            yield from words_of(step["say"]) if "say" in step else []
            yield from texts(step["during"]) if "during" in step else []
            if "tense" in step and "release" in step:
                yield from words_of(step["release"])
        elif "breathe" in step:
            yield from texts(step["during"]) if "during" in step else []
        elif "card" in step:
            yield from texts(step["ask"])
        elif "repeat" in step:
            yield from lines_of(step["steps"])
        elif "say" in step and "clip" not in step:
            yield str(step["say"])


def spoken_lines():
    """The lines of all sessions and the breath words, each once, in order: text by file name."""
    lines = {}
    for path in sorted((ROOT / "sessions").glob("*.yaml")):
        session = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for text in lines_of(session["steps"]):
            text = " ".join(text.split())
            lines.setdefault(clip_name(text), text)
    for text in BREATH_WORDS:
        lines.setdefault(clip_name(text), text)
    return lines
