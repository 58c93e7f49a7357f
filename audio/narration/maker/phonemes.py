"""Words to phonemes: misaki's dictionary, with the parts of speech that it needs set by rule.

A word whose sound depends on its part of speech is refused until `homographs.yaml` beside the voice
decides it; a word that the dictionary lacks is refused too. So nothing is mispronounced unseen.
"""

import spacy
import yaml
from misaki import en

from .words import NARRATION

# entries that differ by stress alone, or whose part of speech the rules below set
STRESS_KEYS = {"DEFAULT", "None"}
RULED = {"a", "an", "the", "to", "in", "i", "by", "am", "that", "us", "vs", "used"}
ARTICLES = {"a", "an", "the"}
POINTERS = {"this", "that", "these", "those"}
AFTER_POINTER_NO_NOUN = {"is", "was", "are", "were", "has", "can", "may", "will", "and", "or"}


class Undecided(Exception):
    """A word whose sound is not decided."""


class Phonemes(en.G2P):
    def __init__(self):  # without the tagging model that the package would fetch
        self.version, self.british, self.fallback, self.unk = None, False, None, "❓"
        self.nlp = spacy.blank("en")
        self.lexicon = en.Lexicon(False)
        path = NARRATION / "homographs.yaml"
        self.decided = yaml.safe_load(path.read_text(encoding="utf-8")) or {}

    def tokenize(self, text, tokens, features):
        words = super().tokenize(text, tokens, features)
        for i, word in enumerate(words):
            before = words[i - 1].text.lower() if i else ""
            after = words[i + 1].text.lower() if i + 1 < len(words) else ""
            word.tag = self.tag(word.text, before, after)
        return words

    @staticmethod
    def tag(text, before, after):
        lower = text.lower()
        if lower in ARTICLES:
            return "DT"
        if lower in POINTERS:
            return "DT" if after.isalpha() and after not in AFTER_POINTER_NO_NOUN else "IN"
        if lower == "to":
            return "TO"
        if lower == "in":
            return "RP" if before in {"breathe", "breathing"} or not after.isalpha() else "IN"
        if text == "I":
            return "PRP"
        if lower and lower[0] in ".?!":
            return "."
        if lower in {",", ":"}:
            return lower
        return "CD" if lower.isdigit() else ""

    def undecided(self, text):
        """The words of a line whose sound is open."""
        open_words = []
        for word in self.nlp(text):
            lower = word.text.lower()
            entry = self.lexicon.golds.get(lower)
            by_part = isinstance(entry, dict) and set(entry) - STRESS_KEYS
            if by_part and lower not in RULED and lower not in self.decided:
                open_words.append(lower)
        return open_words

    def of(self, text):
        """The phonemes of a line; raises Undecided."""
        for word in self.undecided(text):
            raise Undecided(word)
        marked = " ".join(self.mark(part) for part in text.split(" "))
        phonemes, _ = self(marked)
        if self.unk in phonemes:
            raise Undecided(f"a word of: {text}")
        return phonemes

    def mark(self, part):
        word = part.strip(".,;:?!")
        sound = self.decided.get(word.lower())
        return part.replace(word, f"[{word}](/{sound}/)") if sound else part
