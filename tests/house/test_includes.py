"""Who may include whom: the stages of src, held against the includes of every file.

A session flows one way, and a file sees only what stands before it on that way.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

ROOMS = {
    "base": set(),
    "dsp": {"base"},
    "session": {"base", "dsp"},
    "timeline": {"base", "dsp", "session"},
    "media": {"base"},
    "library": {"base", "session", "timeline", "media"},
    "engine": {"base", "dsp", "timeline", "media"},
    "scene": {"base", "dsp", "timeline"},
    "draw": {"base", "dsp", "scene"},
    "play": {"base", "dsp", "engine", "timeline"},
    "export": {"base", "dsp", "engine", "timeline", "media"},
    "store": {"base"},
    "import": {"base", "media"},
}
ROOMS["ui"] = set(ROOMS)
ROOMS["cli"] = set(ROOMS) | {"ui"}

# Headers that are not the C library's or the system's, and the rooms that may see them.
LIBRARIES = {
    r"sodium\.h|sodium/.*": {"base"},
    r"yaml\.h": {"session", "store"},
    r"(vorbis|ogg)/.*": {"media", "import"},
    r"SDL_mixer\.h|SDL2/SDL_mixer\.h": {"play"},
    r"SDL_ttf\.h|SDL2/SDL_ttf\.h": {"draw"},
    r"SDL.*": {"draw", "play"},
    r"png\.h": {"draw"},
    r"sndfile\.h|soxr\.h|ebur128\.h": {"import"},
}
EVERYTHING = {"ui", "cli"}  # these see what any room sees

C_LIBRARY = re.compile(
    r"(assert|ctype|errno|fenv|float|inttypes|limits|locale|math|pthread|setjmp|signal|stdalign|"
    r"stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|time|threads|unistd|"
    r"dirent|fcntl|getopt|glob|libgen|poll|sched|semaphore|spawn|termios|wchar)\.h|"
    r"(sys|linux|netinet|arpa)/.*"
)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def wrong(room, path, text):
    """What is wrong with the includes of one file, a line each."""
    for mark, name in INCLUDE.findall(text):
        if mark == '"':
            target = name.split("/")[0]
            if "/" not in name or ".." in name:
                yield f'{path}: "{name}" is not spelled from src'
            elif target != room and target not in ROOMS[room]:
                yield f'{path}: {room} may not include "{name}"'
            elif not (SRC / name).is_file():
                yield f'{path}: "{name}" is not there'
        elif not C_LIBRARY.fullmatch(name):
            rooms = next((r for p, r in LIBRARIES.items() if re.fullmatch(p, name)), None)
            if rooms is None:
                yield f"{path}: <{name}> is no library that Interlude knows"
            elif room not in rooms | EVERYTHING:
                yield f"{path}: {room} may not include <{name}>"


class Includes(unittest.TestCase):
    def test_every_folder_is_a_room(self):
        folders = {p.name for p in SRC.iterdir() if p.is_dir()}
        self.assertLessEqual(folders, set(ROOMS))

    def test_every_file_sees_only_what_stands_before_it(self):
        files = sorted(p for p in SRC.rglob("*") if p.suffix in {".c", ".h"})
        self.assertGreater(len(files), 20)
        found = []
        for path in files:
            room = path.relative_to(SRC).parts[0]
            found += wrong(room, path.relative_to(ROOT), path.read_text(encoding="utf-8"))
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_rooms_have_no_circle(self):
        for room in ROOMS:
            seen, open_rooms = set(), set(ROOMS[room])
            while open_rooms:
                one = open_rooms.pop()
                seen.add(one)
                open_rooms |= ROOMS[one] - seen
            self.assertNotIn(room, seen - {"ui", "cli"} if room in {"ui", "cli"} else seen)

    def test_a_wrong_include_is_seen(self):
        cases = {
            ("base", '#include "session/session.h"'): "may not include",
            ("engine", '#include "library/library.h"'): "may not include",
            ("timeline", "#include <yaml.h>"): "may not include",
            ("base", '#include "frames.h"'): "not spelled from src",
            ("dsp", "#include <fftw3.h>"): "no library",
        }
        for (room, line), reason in cases.items():
            self.assertIn(reason, " ".join(wrong(room, "x.c", line)))


if __name__ == "__main__":
    sys.exit(unittest.main())
