"""Recordings of other kinds, and files that are none: `interlude` with sessions that name them."""

import os
import pathlib
import resource
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import hostile
from interlude import HEAD, PROGRAM, RATE, Case, clip_name, main

IMPORTER = pathlib.Path(PROGRAM).with_name("interlude-import")
SANITIZED = "sanitizer" in subprocess.run([IMPORTER, "--version"], capture_output=True, text=True,
                                          check=True).stdout
A_SECOND = 20.0 if SANITIZED else 1.0

# Every kind that is taken, and how many frames of 48 kHz it must give. ADPCM comes in whole blocks.
GOOD = {"u8.wav": 72000, "s16.wav": 72000, "s24.wav": 72000, "s32.wav": 72000, "float.wav": 72000,
        "double.wav": 72000, "ulaw.wav": 72000, "alaw.wav": 72002, "ima.wav": 75660, "ms.wav": 73130,
        "extensible.wav": 72000, "long.wav": 72000, "brief.wav": 4800, "s16.flac": 72000,
        "s24.flac": 72000, "stereo.mp3": 72000, "mono.mp3": 72000, "mono.opus": 72000,
        "stereo.opus": 72000, "stereo.ogg": 72000, "mono.ogg": 72000, "fast.ogg": 72000}


def processor_s():
    """What the programs that were run have used: time on the wall depends on who else is at work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


MADE = pathlib.Path(tempfile.mkdtemp(prefix="interlude-sounds."))
unittest.addModuleCleanup(shutil.rmtree, MADE)


def setUpModule():
    subprocess.run([os.environ["MAKE_SOUNDS"], str(MADE)], check=True)


class Import(Case):
    def setUp(self):
        super().setUp()
        self.mine = self.place / "mine"
        self.mine.mkdir()
        self.cache = self.place / "cache/interlude/imports"

    def good(self, name):
        shutil.copy(MADE / name, self.mine / name)
        return name

    def bad(self):
        self.write("no.wav", b"nothing", self.mine)
        return "no.wav"

    def session(self, *clips, bed=None, bell=None):
        """A session with a line for each recording: the first clip stands in line 9."""
        lines = [HEAD.replace("30s", "10m"), f"sound: {{bed: {bed}}}\n" if bed else "author: Nobody\n",
                 f"ending: {'bell' if bell else 'quiet'}\nsteps:\n"]
        lines += [f"  - say: Word {i}.\n    clip: '{name}'\n" for i, name in enumerate(clips)]
        lines += ["  - pause: 2s..60m\n", f"  - bell: {bell}\n" if bell else ""]
        return self.write("session.yaml", "".join(lines), self.mine)

    def warnings(self, session, **how):
        """What check says of recordings: (line, column, message) each."""
        files = self.run_json("check", session, **how)["files"]
        return [(p["line"], p["column"], p["message"]) for p in files[0]["problems"]
                if p["message"].startswith(("this recording ", "this bed ", "this bell "))]

    def without_importer(self):
        self.environment["INTERLUDE_IMPORT"] = "/nowhere/interlude-import"

    def clip_frames(self, session):
        cues = self.run_json("plan", session)["cues"]
        return [cue["frames"] for cue in cues if cue["kind"] == "say"]


class Fine(Import):
    def test_every_kind_is_taken_once(self):
        session = self.session(*map(self.good, GOOD))
        self.assertEqual(self.warnings(session), [])
        self.assertEqual(self.clip_frames(session), list(GOOD.values()))
        self.without_importer()  # whatever is there was there before
        self.assertEqual(self.warnings(session), [])
        self.assertEqual(self.clip_frames(session), list(GOOD.values()))

    def test_the_cache_is_private(self):
        self.warnings(self.session(self.good("s16.wav"), self.bad()))
        self.assertEqual(sorted(p.suffix for p in self.cache.iterdir()), [".ogg", ".txt", ".txt"])
        for path in [self.place / "cache", *(self.place / "cache").rglob("*")]:
            self.assertEqual(path.stat().st_mode & 0o777, 0o700 if path.is_dir() else 0o600, path)

    def test_without_a_cache_home_it_is_in_the_home(self):
        del self.environment["XDG_CACHE_HOME"]
        self.warnings(self.session(self.good("s16.wav")))
        self.assertEqual(len(list((self.place / "home/.cache/interlude/imports").iterdir())), 2)

    def test_the_same_bytes_are_one_recording(self):
        shutil.copy(MADE / "s16.wav", self.mine / "other.wav")
        self.warnings(self.session(self.good("s16.wav"), "other.wav"))
        self.assertEqual(len(list(self.cache.glob("*.ogg"))), 1)

    def test_a_changed_file_is_imported_again(self):
        session = self.session(self.good("s16.wav"))
        self.assertEqual(self.clip_frames(session), [72000])
        shutil.copy(MADE / "brief.wav", self.mine / "s16.wav")
        self.assertEqual(self.clip_frames(session), [4800])

    def test_beds_and_bells_are_taken(self):
        session = self.session(bed=self.good("s16.flac"), bell=self.good("mono.mp3"))
        self.assertEqual(self.warnings(session), [])
        self.assertEqual(sorted(p.name[33:] for p in self.cache.glob("*.ogg")),
                         ["bed-1.ogg", "bell-1.ogg"])
        cues = self.run_json("plan", session)["cues"]
        self.assertEqual([c["frames"] for c in cues if c["kind"] == "bell"], [72000])

    def test_our_own_kind_is_left_alone(self):
        self.real_sound("beds/own.ogg")
        shutil.copy(self.share / "audio/beds/own.ogg", self.mine)
        self.assertEqual(self.warnings(self.session("own.ogg")), [])
        self.assertFalse(self.cache.exists())

    def test_export_plays_them_and_list_knows_their_lengths(self):
        names = [self.good(n) for n in ("s16.wav", "s24.flac", "stereo.mp3", "mono.opus", "stereo.ogg")]
        session = self.session(*names, bed=self.good("float.wav"), bell=self.good("mono.ogg"))
        out = [self.place / "1.wav", self.place / "2.wav"]
        for path in out:
            done = self.run_program("export", session, "-o", str(path), "--length", "40s")
            self.assertEqual(done.stderr, "")
            self.without_importer()
        sound = out[0].read_bytes()
        self.assertEqual(sound, out[1].read_bytes())
        words = memoryview(sound[44:44 + 4 * 5 * 72000]).cast("h")  # 7.5 s of words
        for i in range(5):
            self.assertGreater(max(words[2 * 72000 * i:2 * 72000 * (i + 1)]), 3000, names[i])
        shutil.copytree(self.mine, self.users / "sessions")
        rows = self.run_json("list")["sessions"]
        self.assertGreater(rows[0]["shortest_frames"], 7 * RATE)

    def test_the_users_own_folders_take_every_kind(self):
        beds = self.users / "audio/beds"
        beds.mkdir(parents=True)
        shutil.copy(MADE / "s16.flac", beds / "attic.FLAC")
        shutil.copy(MADE / "stereo.ogg", beds / "cellar.ogg")
        voice = self.users / "audio/narration/me"
        voice.mkdir(parents=True)
        shutil.copy(MADE / "stereo.mp3", voice / clip_name("Here.").replace(".ogg", ".mp3"))
        for bed in ("attic", "cellar"):
            session = self.write("s.yaml", HEAD + f"voice: me\nsound: {bed}\nending: quiet\nsteps:\n"
                                 "  - say: Here.\n  - pause: 10s..2m\n", self.mine)
            self.assertEqual(self.warnings(session), [])
            self.assertEqual(self.clip_frames(session), [72000])
        self.assertIn("beds: 2 (attic, cellar)\n", self.run_program("doctor").stdout)
        self.assertIn("faults of the library: 0\n", self.run_program("doctor").stdout)


class Progress(Import):
    def test_a_long_import_is_shown_to_a_person_and_nothing_is_left_of_it(self):
        (self.mine / "minutes.wav").write_bytes(hostile.wav(hostile.tone() * 180))
        session = self.session("minutes.wav")
        person, screen = os.openpty()
        self.run_program("check", session, stderr=screen)
        os.close(screen)
        shown = b""
        while True:
            try:
                shown += os.read(person, 65536)
            except OSError:  # the end of a terminal
                break
        os.close(person)
        self.assertRegex(shown.decode(), r"\r\x1b\[Kminutes\.wav: importing, \d+ %")
        self.assertRegex(shown.decode(), r"%\r\x1b\[K1 file, 0 errors, \d+ warnings?\r\n$")
        quiet = self.run_program("check", self.session("minutes.wav")).stderr
        self.assertNotIn("importing", quiet)


class Refused(Import):
    def check_one(self, name, said):
        """What check says of one recording, twice: the second time it is known. How long it took."""
        session = self.session(name)
        begun = processor_s()
        first = self.warnings(session)
        took = processor_s() - begun
        self.assertEqual(first, self.warnings(session), name)
        options = said if isinstance(said, tuple) else (said,)
        expected = [[] if option is None else
                    [(9, 11, (f"this recording ends early: {name}: {option}" if option in hostile.SHORT else
                              f"this recording cannot be used: {name}: {option}"))]
                    for option in options]
        self.assertIn(first, expected, name)
        self.assertEqual(self.clip_frames(session)[0] > 0, True)
        return took

    def test_each_has_its_message_and_takes_no_second(self):
        longest, count = (0.0, ""), 0
        for name, data, said in hostile.corpus(MADE):
            with self.subTest(name):
                (self.mine / name).write_bytes(data)
                took = self.check_one(name, said)
                longest = max(longest, (took, name))
                self.assertLess(took, A_SECOND, name)
                count += 1
        self.assertGreaterEqual(count, 110)
        print(f"{count} hostile files, the slowest {longest[1]} in {longest[0]:.2f} s of processor time")

    def test_what_is_no_plain_file(self):
        def message(name, **how):
            begun = processor_s()
            found = self.warnings(self.session(name), **how)
            self.assertLess(processor_s() - begun, A_SECOND, name)
            self.assertEqual([(f[0], f[1]) for f in found], [(9, 11)])
            return found[0][2]
        os.mkfifo(self.mine / "fifo.wav")
        self.assertEqual(message("fifo.wav"), "this recording cannot be used: fifo.wav: not a file")
        (self.mine / "folder.wav").mkdir()
        self.assertEqual(message("folder.wav"), "this recording cannot be used: folder.wav: not a file")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.mine / "socket.wav"))
            self.assertRegex(message("socket.wav"), "^this recording cannot be used: socket.wav: ")
        self.good("s16.wav")
        (self.mine / "link.wav").symlink_to("s16.wav")
        self.assertEqual(message("link.wav"), "this recording cannot be used: link.wav: leads out of its "
                         "folder or over a link")
        (self.mine / "zero.wav").symlink_to("/dev/zero")
        self.assertIn("over a link", message("zero.wav"))
        self.assertEqual(message("missing.wav"), "this recording is not beside the session")
        with open(self.mine / "sparse.wav", "wb") as sparse:
            sparse.truncate(100 << 30)
        self.assertEqual(message("sparse.wav"),
                         "this recording cannot be used: sparse.wav: is larger than 512 MiB")
        with open(self.mine / "holes.wav", "wb") as sparse:
            sparse.write(hostile.wav(data_size=100 << 20))
            sparse.truncate((100 << 20) + 44)
        self.assertEqual(message("holes.wav"),
                         "this recording cannot be used: holes.wav: " + hostile.SILENT)
        self.assertEqual(sorted(self.mine.glob("*.part")), [])

    def test_the_session_goes_on_with_words(self):
        session = self.session(self.bad(), self.good("s16.wav"))
        done = self.run_program("export", session, "-o", str(self.place / "o.wav"), "--length", "20s",
                                "--captions", str(self.place / "o.vtt"))
        self.assertEqual(done.stderr.splitlines(), [
            f"{session}:9:11: warning: this recording cannot be used: no.wav: {hostile.NO_SOUND}",
            f"{session}:8:10: warning: 1 line has no recording and is silent here"])
        self.assertIn("Word 0.", (self.place / "o.vtt").read_text())
        self.assertIn("[no recording]", self.run_program("plan", session).stdout)

    def test_it_is_an_error_in_no_command(self):
        session = self.session(self.bad())
        for command in ("check", "plan", "script"):
            self.run_program(command, session)
        self.run_program("check", session, "--strict", status=1)


class Machine(Import):
    def said(self, session):
        return self.run_program("check", session).stdout

    def test_no_importer_is_told_and_not_remembered(self):
        session = self.session(self.good("s16.wav"))
        self.without_importer()
        self.assertIn("s16.wav: cannot be imported: interlude-import is not installed", self.said(session))
        del self.environment["INTERLUDE_IMPORT"]
        self.assertEqual(self.warnings(session), [])

    def test_an_importer_that_fails_is_told_and_not_remembered(self):
        session = self.session(self.good("s16.wav"))
        script = pathlib.Path(self.write("importer", "#!/bin/sh\nkill -KILL $$\n"))
        script.chmod(0o700)
        self.environment["INTERLUDE_IMPORT"] = str(script)
        self.assertIn("s16.wav: cannot be imported: interlude-import was ended from outside",
                      self.said(session))
        script.write_text("#!/bin/sh\necho machine the disk is full >&2; exit 3\n")
        self.assertIn("s16.wav: cannot be imported: the disk is full", self.said(session))
        script.write_text("#!/bin/sh\necho frames 100 >&2; exit 0\n")  # a result that is none
        self.run_program("check", session)
        del self.environment["INTERLUDE_IMPORT"]
        self.assertEqual(self.warnings(session), [])
        self.assertEqual(self.clip_frames(session), [72000])

    def test_a_refusal_is_of_the_importer_that_made_it(self):
        session = self.session(self.good("s16.wav"))
        script = pathlib.Path(self.write("importer", "#!/bin/sh\necho refused is odd >&2; exit 1\n"))
        script.chmod(0o700)
        self.environment["INTERLUDE_IMPORT"] = str(script)
        self.assertIn("s16.wav: is odd", self.said(session))
        del self.environment["INTERLUDE_IMPORT"]
        self.assertEqual(self.warnings(session), [])

    def test_what_was_damaged_in_the_cache_is_made_again(self):
        session = self.session(self.good("s16.wav"))
        for damage in (lambda b: b[:-100], lambda b: b"", lambda b: b[:500] + b"x" + b[501:]):
            self.assertEqual(self.clip_frames(session), [72000])
            sound = next(self.cache.glob("*.ogg"))
            sound.write_bytes(damage(sound.read_bytes()))
            self.assertEqual(self.clip_frames(session), [72000])
        note = next(self.cache.glob("*.txt"))
        for text in ("", "interlude import 1\nframes 99\n", "interlude import 1\nframes x\n", "\0" * 9000):
            note.write_text(text)
            self.assertEqual(self.clip_frames(session), [72000])
        next(self.cache.glob("*.ogg")).unlink()
        self.assertEqual(self.clip_frames(session), [72000])

    def test_a_cache_that_cannot_be_written_is_told(self):
        session = self.session(self.good("s16.wav"))
        self.write("cache", "a file where the folder should be")
        self.assertIn("cannot be used: ", self.said(session))

    def test_the_oldest_go_when_there_is_too_much(self):
        self.warnings(self.session(self.good("s16.wav")))
        long_ago = time.time() - 1e6
        sizes = {"a": 600, "b": 300, "c": 300, "d": 10}
        for age, (name, mib) in enumerate(sizes.items()):
            path = self.cache / f"{name}-clip-1.ogg"
            with open(path, "wb") as file:
                file.truncate(mib << 20)
            os.utime(path, (long_ago + age, long_ago + age))
        with open(self.cache / "x.ogg.99.0.part", "wb"):
            os.utime(self.cache / "x.ogg.99.0.part", (long_ago, long_ago))
        young = self.cache / "young-clip-1.ogg"
        with open(young, "wb") as file:
            file.truncate(100 << 20)
        self.warnings(self.session(self.good("s16.flac")))
        left = sorted(p.name for p in self.cache.iterdir() if p.stat().st_size >= 10 << 20)
        self.assertEqual(left, ["b-clip-1.ogg", "c-clip-1.ogg", "d-clip-1.ogg", "young-clip-1.ogg"])
        self.assertEqual(list(self.cache.glob("*.part")), [])
        self.assertEqual(len(list(self.cache.glob("????????*.txt"))), 2)


class Importer(Import):
    """The second program by itself."""

    def run_importer(self, *words, name="s16.wav", status=0, **how):
        with open(MADE / name, "rb") as sound:
            done = subprocess.run([IMPORTER, *words], stdin=sound, capture_output=True, check=False,
                                  timeout=60, **how)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_it_tells_frames_and_loudness(self):
        for role, level in (("clip", "-18.00"), ("bed", "-30.00"), ("bell", "-22.00")):
            told = self.run_importer(role).stderr.decode().splitlines()
            self.assertEqual(told[-2:], [f"lufs {level}", "frames 72000"])

    def test_the_same_sound_gives_the_same_bytes(self):
        self.assertEqual(self.run_importer("bed").stdout, self.run_importer("bed").stdout)

    def test_usage(self):
        for words in ((), ("song",), ("clip", "bed"), ("clip", "--samples", "x")):
            self.assertIn("interlude-import clip|bed|bell", self.run_importer(*words, status=2).stderr.decode())

    def test_an_output_that_takes_no_more_is_the_machines_fault(self):
        with open("/dev/full", "wb") as full, open(MADE / "s16.wav", "rb") as sound:
            done = subprocess.run([IMPORTER, "clip"], stdin=sound, stdout=full, stderr=subprocess.PIPE,
                                  check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"\nmachine ", done.stderr)

    def test_it_has_no_rights(self):
        """A library that stands in the place of the decoder's tries what a hostile file would."""
        if SANITIZED or "no seccomp" in self.run_importer("--version").stdout.decode():
            self.skipTest("this build is not shut in")
        for deed, status in (("open", 7), ("socket", -31), ("exec", -31), ("fork", -31), ("kill", -31),
                             ("code", -31), ("memory", 7), ("nothing", 8)):
            with self.subTest(deed):
                self.run_importer("clip", status=status,
                                  env={"LD_PRELOAD": os.environ["HOSTILE_DECODER"], "DEED": deed})


if __name__ == "__main__":
    main()
