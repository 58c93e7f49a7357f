"""Running Interlude as a person does, in a home and a library of its own.

    from interlude import Case, main

    class Plan(Case):
        def test_something(self):
            done = self.run_program("plan", self.session("..."), status=0)

Every test has an empty home and an empty share; nothing of the machine's own is seen or left behind.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["INTERLUDE"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
RATE = 48000

HEAD = "interlude: 1\ntitle: A Test\nkind: transition\nlength: 30s\n"
GOOD = HEAD + "ending: quiet\nsteps:\n  - say: Here.\n  - pause: 10s..2m\n"

# What an editor has nothing to say about, but for the recordings of its lines.
CAREFUL_LINES = ["Eyes open or lowered, as you like.", "You can stop whenever you like.",
                 "Coming back to the room."]
CAREFUL = HEAD.replace("30s", "1m") + """ending: quiet
steps:
  - say: Eyes open or lowered, as you like.
    as: choice
  - say: You can stop whenever you like.
    as: stop
  - pause: 2s..44s
  - say: Coming back to the room.
    as: closing
  - pause: 25s..40s
"""

main = unittest.main


def clip_name(text):
    """The file of a line's recording, as DESIGN names it: the makers' own way, in Python."""
    def gap(letter):
        point = ord(letter)
        return (letter in "\t\n\v\f\r !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
                or 0xA0 <= point <= 0xBF or point in (0x60C, 0x61B, 0x61F)
                or 0x2000 <= point <= 0x206F or 0x3000 <= point <= 0x303F)
    words = "".join(" " if gap(c) else c.lower() if c.isascii() else c for c in text)
    words = re.sub(" +", " ", words).strip(" ")
    slug = re.sub("[^a-z0-9]+", "-", words).strip("-")[:40].rstrip("-")
    digest = hashlib.blake2b(words.encode(), digest_size=16).hexdigest()[:10]
    return f"{slug}-{digest}.ogg" if slug else f"{digest}.ogg"


class Case(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="interlude-cli."))
        self.addCleanup(shutil.rmtree, self.place)
        self.share = self.place / "share"
        self.users = self.place / "data" / "interlude"
        self.share.mkdir()
        (self.place / "home").mkdir()
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.place / "home"),
            "XDG_DATA_HOME": str(self.place / "data"),
            "XDG_CONFIG_HOME": str(self.place / "config"),
            "XDG_CACHE_HOME": str(self.place / "cache"),
            "INTERLUDE_SHARE": str(self.share),
            "TZ": "UTC",
        }
        for name in os.environ:  # what sanitizers are told
            if name.endswith("SAN_OPTIONS"):
                self.environment[name] = os.environ[name]

    def write(self, name, text, folder=None):
        """A file in the test's place; its path as text."""
        path = (folder or self.place) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def sounds(self, folder, lengths_s, root=None):
        """Recordings in an audio folder of a root, known by its index alone: none is a real sound."""
        place = (root or self.share) / "audio" / folder
        rows = ["name\tframes\tlufs\n"]
        for name, length_s in lengths_s.items():
            self.write(name, "known by its row", place)
            rows.append(f"{name}\t{round(length_s * RATE)}\t-18.0\n")
        self.write("index.tsv", "".join(rows), place)

    def real_sound(self, name, length="5s"):
        """A recording of silence that is one, made by the program itself, in the share's audio."""
        silence = self.write("silence.yaml", HEAD + "ending: quiet\nsteps:\n  - pause: 1s..2m\n")
        path = self.share / "audio" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.run_program("export", silence, "-o", str(path), "--length", length)
        return path

    def run_program(self, *words, status=0, environment=None, **how):
        """Run the program, expecting an exit status; its output as text."""
        done = subprocess.run(
            [PROGRAM, *words], env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL, timeout=60, check=False, cwd=how.pop("cwd", self.place),
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how})
        done.stdout = (done.stdout or b"").decode()
        done.stderr = (done.stderr or b"").decode()
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def run_as_nobody(self, *words, **how):
        """Run the program as somebody whom permissions bind, where the tests are run by root."""
        if os.geteuid() == 0:
            how |= {"user": 65534, "group": 65534, "extra_groups": []}
            for folder in (self.place, self.share, self.place / "home"):
                folder.chmod(0o755)
        return self.run_program(*words, **how)

    def run_json(self, *words, status=0, **how):
        done = self.run_program(*words, "--json", status=status, **how)
        return json.loads(done.stdout)
