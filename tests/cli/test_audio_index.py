"""Every index.tsv of audio, held against the files that it lists: the program believes it unseen.

Reads Ogg and Vorbis headers by itself, so that the indexes are not proved by the code that wrote
them. Each check is also shown a broken copy, and has to see what is wrong with it.
"""

import itertools
import pathlib
import re
import shutil
import struct
import sys
import tempfile
import unittest

from interlude import RATE, clip_name

ROOT = pathlib.Path(__file__).resolve().parents[2]
AUDIO = ROOT / "audio"
HEADER = "name\tframes\tlufs"
ROW = re.compile(r"([a-z0-9][a-z0-9-]*\.ogg)\t([1-9][0-9]*)\t(-?[0-9]+\.[0-9]+)")
CLIP = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*-)?[0-9a-f]{10}\.ogg")
SLUG_MOST = 40
ROLL = 4096  # what a bed has before and behind its loop, at least
LONGEST = 12 * 3600 * RATE
LEVELS = {  # LUFS, and how far from it: noise and tones; strokes; words
    "beds": ((-30.0, 0.1), (-27.0, 0.1)),
    "bells": ((-22.0, 0.1),),
    "narration": ((-18.0, 1.0),),
}


# ---- what an Ogg file holds ----

def polynomial_table():
    table = []
    for byte in range(256):
        rest = byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ (0x04C11DB7 if rest & 0x80000000 else 0)
        table.append(rest & 0xFFFFFFFF)
    return table


TABLE = polynomial_table()


def checksum(page):
    """Of a page, its own checksum taken as 0 (RFC 3533)."""
    rest = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        rest = (rest << 8 & 0xFFFFFFFF) ^ TABLE[rest >> 24 ^ byte]
    return rest


class Damaged(Exception):
    pass


def pages(data):
    """(flags, granule, number, lengths of segments, body, all of it) of each page in turn."""
    at = 0
    while at < len(data):
        if data[at:at + 5] != b"OggS\0" or at + 27 > len(data):
            raise Damaged(f"no page at byte {at}")
        flags, granule, _, number = struct.unpack_from("<BqII", data, at + 5)
        lengths = data[at + 27:at + 27 + data[at + 26]]
        body = at + 27 + len(lengths)
        end = body + sum(lengths)
        if end > len(data):
            raise Damaged("its last page is cut short")
        yield flags, granule, number, lengths, data[body:end], data[at:end]
        at = end


def packets(pages_read, count):
    """The first `count` packets."""
    found, open_packet = [], b""
    for _, _, _, lengths, body, _ in pages_read:
        at = 0
        for length in lengths:
            open_packet += body[at:at + length]
            at += length
            if length < 255:
                found.append(open_packet)
                open_packet = b""
                if len(found) == count:
                    return found
    raise Damaged("it ends within its headers")


def comments_of(packet):
    """The tags of a comment header, their names in capitals."""
    if packet[:7] != b"\3vorbis":
        raise Damaged("it has no comment header")
    at = 7 + 4 + struct.unpack_from("<I", packet, 7)[0]
    count, = struct.unpack_from("<I", packet, at)
    tags, at = {}, at + 4
    for _ in range(count):
        length, = struct.unpack_from("<I", packet, at)
        key, _, value = packet[at + 4:at + 4 + length].decode("utf-8").partition("=")
        tags.setdefault(key.upper(), value)
        at += 4 + length
    return tags


class Sound:
    """What a file says of itself: rate, channels, frames and tags."""

    def __init__(self, path):
        data = path.read_bytes()
        found = list(pages(data))
        if not found:
            raise Damaged("it is empty")
        for number, page in enumerate(found):
            if page[2] != number:
                raise Damaged(f"page {number} is missing")
        for page in (found[0], found[1], found[-1]):  # the program checks the others as it plays
            if checksum(page[5]) != struct.unpack_from("<I", page[5], 22)[0]:
                raise Damaged("a checksum is wrong")
        if not found[-1][0] & 4:
            raise Damaged("it ends before its last page")
        identity, comment = packets(found, 2)
        if identity[:7] != b"\1vorbis" or len(identity) != 30:
            raise Damaged("it is no Vorbis")
        self.channels, self.rate = struct.unpack_from("<BI", identity, 11)
        self.tags = comments_of(comment)
        self.frames = found[-1][1]  # Vorbis counts them from 0, there is nothing to leave out


# ---- what an index says ----

def rows(folder, complain):
    """{name: (frames, LUFS)} of a folder's index; whatever is no row is complained of."""
    text = (folder / "index.tsv").read_bytes().decode("ascii")
    lines = text.split("\n")
    if lines[0] != HEADER:
        complain("the header is not " + repr(HEADER))
    if lines.pop() != "":
        complain("the last line has no end")
    found, names = {}, []
    for number, line in enumerate(lines[1:], 2):
        match = ROW.fullmatch(line)
        if not match:
            complain(f"line {number} is no row: {line!r}")
            continue
        names.append(match[1])
        found[match[1]] = (int(match[2]), float(match[3]))
    if names != sorted(set(names)):
        complain("the rows are not in the order of their names, each once")
    return found


def complain_of_loop(sound, complain):
    start, length = sound.tags.get("LOOPSTART", ""), sound.tags.get("LOOPLENGTH", "")
    if not re.fullmatch("[1-9][0-9]*", start) or not re.fullmatch("[1-9][0-9]*", length):
        complain(f"LOOPSTART {start!r} and LOOPLENGTH {length!r} mark no loop")
        return
    start, length = int(start), int(length)
    if start < ROLL or start + length + ROLL > sound.frames:
        complain(f"less than {ROLL} frames stand before or behind the loop")
    if length < 90 * RATE:
        complain("a loop of less than 90 s is heard to come again")


def complain_of_clip_name(name, complain):
    if not CLIP.fullmatch(name) or len(name) > SLUG_MOST + len("-0123456789.ogg"):
        complain("its name is not that of a line")


def complain_of_file(kind, path, row, complain):
    try:
        sound = Sound(path)
    except (Damaged, struct.error, UnicodeDecodeError, IndexError) as error:
        complain(str(error))
        return
    frames, lufs = row
    if sound.rate != RATE or sound.channels != (1 if kind == "narration" else 2):
        complain(f"it has {sound.channels} channels at {sound.rate} Hz")
    if sound.frames != frames:
        complain(f"it holds {sound.frames} frames, its row says {frames}")
    if not 0 < sound.frames <= LONGEST:
        complain("it is too long or empty")
    if not any(abs(lufs - level) <= within + 1e-9 for level, within in LEVELS[kind]):
        complain(f"{lufs} LUFS is no level of {kind}")
    if kind == "beds":
        complain_of_loop(sound, complain)
    elif "LOOPSTART" in sound.tags:
        complain("it loops")
    if kind == "narration":
        complain_of_clip_name(path.name, complain)


def complaints(kind, folder):
    """All that is wrong with one folder of recordings."""
    found = []
    index = rows(folder, lambda text: found.append(f"index.tsv: {text}"))
    files = {path.name for path in folder.glob("*.ogg")}
    found += [f"{name}: it has no row" for name in sorted(files - set(index))]
    found += [f"{name}: a row without its file" for name in sorted(set(index) - files)]
    for name in sorted(files & set(index)):
        complain_of_file(kind, folder / name, index[name],
                         lambda text, name=name: found.append(f"{name}: {text}"))
    return found


def folders():
    """(kind, folder) of everything in audio that has an index or a sound."""
    found = sorted({path.parent for path in AUDIO.rglob("*.ogg")} |
                   {path.parent for path in AUDIO.rglob("index.tsv")})
    return [(folder.relative_to(AUDIO).parts[0], folder) for folder in found]


# ---- whose words a recording speaks ----

def spoken_of_quality(folder):
    """The lines that QUALITY.md of a voice lists: the first column of its table of lines."""
    lines = (folder / "QUALITY.md").read_text(encoding="utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("| line |"))
    table = itertools.takewhile(lambda line: line.startswith("| "), lines[head + 2:])
    return [line.split(" | ")[0].removeprefix("| ") for line in table]


def complaints_of_words(folder):
    """Recordings that no listed line is looked up by, and lines without one."""
    files = {path.name for path in folder.glob("*.ogg")}
    named = {clip_name(line): line for line in spoken_of_quality(folder)}
    return ([f"{name}: no line has this name" for name in sorted(files - set(named))] +
            [f"{name}: not there: {named[name]}" for name in sorted(set(named) - files)])


class Indexes(unittest.TestCase):
    def test_there_are_beds_bells_and_a_voice(self):
        kinds = {kind for kind, _ in folders()}
        self.assertEqual(kinds, {"beds", "bells", "narration"})

    def test_every_index_is_true(self):
        for kind, folder in folders():
            with self.subTest(folder=folder.relative_to(ROOT)):
                self.assertEqual(complaints(kind, folder), [])

    def test_a_recording_is_named_after_words_that_are_known(self):
        for kind, folder in folders():
            if kind == "narration":
                with self.subTest(folder=folder.relative_to(ROOT)):
                    self.assertEqual(complaints_of_words(folder), [])


class BrokenCopies(unittest.TestCase):
    """Each takes a true folder, breaks one thing, and wants to be told of just that."""

    def copy(self, *parts):
        place = pathlib.Path(tempfile.mkdtemp(prefix="interlude-index."))
        self.addCleanup(shutil.rmtree, place)
        folder = place.joinpath(*parts)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(AUDIO.joinpath(*parts), folder)
        self.assertEqual(complaints(parts[0], folder), [])
        return folder

    def wants(self, folder, kind, *complaint):
        self.assertEqual(complaints(kind, folder), list(complaint))

    def edit_index(self, folder, change):
        index = folder / "index.tsv"
        index.write_text(change(index.read_text(encoding="ascii")), encoding="ascii")

    def test_a_file_without_a_row(self):
        folder = self.copy("bells")
        shutil.copy(folder / "soft.ogg", folder / "other.ogg")
        self.wants(folder, "bells", "other.ogg: it has no row")

    def test_a_row_without_its_file(self):
        folder = self.copy("bells")
        (folder / "soft.ogg").unlink()
        self.wants(folder, "bells", "soft.ogg: a row without its file")

    def test_frames_that_are_one_too_many(self):
        folder = self.copy("bells")
        frames = Sound(folder / "soft.ogg").frames
        self.edit_index(folder, lambda text: text.replace(f"\t{frames}\t", f"\t{frames + 1}\t"))
        self.wants(folder, "bells",
                   f"soft.ogg: it holds {frames} frames, its row says {frames + 1}")

    def test_rows_in_disorder_or_twice(self):
        folder = self.copy("bells")
        disorder = "index.tsv: the rows are not in the order of their names, each once"
        header, *lines = (folder / "index.tsv").read_text(encoding="ascii").splitlines(True)
        self.edit_index(folder, lambda _: header + "".join(reversed(lines)))
        self.wants(folder, "bells", disorder)
        self.edit_index(folder, lambda _: header + lines[0] + "".join(lines))
        self.wants(folder, "bells", disorder)

    def test_what_is_no_row_and_no_header(self):
        for change, complaint in (
                (lambda text: text.replace("name\t", "file\t"),
                 f"the header is not {HEADER!r}"),
                (lambda text: text + "Soft bell.ogg\t5\t-22.0\n",
                 "line 4 is no row: 'Soft bell.ogg\\t5\\t-22.0'"),
                (lambda text: text + "../soft.ogg\t5\t-22.0\n",
                 "line 4 is no row: '../soft.ogg\\t5\\t-22.0'"),
                (lambda text: text + "\n", "line 4 is no row: ''"),
                (lambda text: text.rstrip("\n"), "the last line has no end")):
            folder = self.copy("bells")
            self.edit_index(folder, change)
            self.assertEqual(complaints("bells", folder)[0], f"index.tsv: {complaint}")

    def test_a_level_that_is_none(self):
        folder = self.copy("bells")
        self.edit_index(folder, lambda text: re.sub(r"(soft.*)-22\.0", r"\1-19.0", text))
        self.wants(folder, "bells", "soft.ogg: -19.0 LUFS is no level of bells")

    def test_a_file_that_is_cut_or_changed(self):
        soft = (AUDIO / "bells" / "soft.ogg").read_bytes()
        last = soft.rindex(b"OggS")
        other = bytearray(soft)
        other[last + 6] ^= 1  # the granule of the last page: the length
        for data, complaint in ((soft[:-1], "its last page is cut short"),
                                (soft[:last], "it ends before its last page"),
                                (soft + b"more", f"no page at byte {len(soft)}"),
                                (bytes(other), "a checksum is wrong"),
                                (b"", "it is empty")):
            folder = self.copy("bells")
            (folder / "soft.ogg").write_bytes(data)
            self.wants(folder, "bells", f"soft.ogg: {complaint}")

    def bed_with(self, old, new):
        """A copy of the beds, where the first has other bytes, of the same length, in its tags."""
        folder = self.copy("beds")
        path = min(folder.glob("*.ogg"))
        data = bytearray(path.read_bytes())
        match = re.search(old, data)
        self.assertEqual(len(match[0]), len(new))
        data[match.start():match.end()] = new
        start = data.rindex(b"OggS", 0, match.start())  # the page, for its checksum
        end = data.index(b"OggS", match.start())
        struct.pack_into("<I", data, start + 22, checksum(bytes(data[start:end])))
        path.write_bytes(data)
        return folder, path.name

    def test_a_loop_that_leaves_its_file(self):
        folder, name = self.bed_with(rb"LOOPLENGTH=\d{8}", b"LOOPLENGTH=99999999")
        self.wants(folder, "beds",
                   f"{name}: less than {ROLL} frames stand before or behind the loop")
        folder, name = self.bed_with(rb"LOOPSTART=\d{5}", b"LOOPSTART=40950")
        self.assertEqual(complaints("beds", folder), [])
        folder, name = self.bed_with(rb"LOOPLENGTH=\d{8}", b"LOOPLENGTH=00000500")
        self.assertIn("mark no loop", complaints("beds", folder)[0])
        folder, name = self.bed_with(rb"LOOPSTART=", b"LOOPOTHER=")
        self.assertIn("LOOPSTART ''", complaints("beds", folder)[0])

    def test_a_line_under_another_name(self):
        folder = self.copy("narration", "heart")
        name = min(path.name for path in folder.glob("*.ogg"))
        (folder / name).rename(folder / "a.ogg")
        self.edit_index(folder, lambda text: text.replace(name, "a.ogg"))
        self.wants(folder, "narration", "a.ogg: its name is not that of a line")

    def test_a_line_whose_hash_is_of_other_words(self):
        folder = self.copy("narration", "heart")
        name = clip_name("Breathe out.")
        other = name.replace("breathe-out-1", "breathe-out-2")
        (folder / name).rename(folder / other)
        self.edit_index(folder, lambda text: text.replace(name, other))
        self.wants(folder, "narration")  # it is in order, but nobody finds it
        self.assertEqual(complaints_of_words(folder), [f"{other}: no line has this name",
                                                       f"{name}: not there: Breathe out."])


if __name__ == "__main__":
    sys.exit(unittest.main())
