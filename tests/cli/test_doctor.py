"""`interlude doctor`, and an installed tree that finds its own library."""

import os
import pathlib
import shutil
import subprocess

from interlude import GOOD, HEAD, PROGRAM, Case, main


class Doctor(Case):
    def setUp(self):
        super().setUp()
        for name in ("beds/stream", "beds/rain", "narration/heart/one", "narration/heart/two"):
            self.real_sound(f"{name}.ogg")
        self.write("voice.yaml", "title: Higher voice\nsynthetic: yes\n",
                   self.share / "audio/narration/heart")
        self.write("sessions/good.yaml", GOOD, self.share)
        self.write("sessions/bad.yaml", HEAD + "steps:\n  - say: A secret word.\n  - pause: 4\n",
                   self.users)

    def test_it_says_what_was_found(self):
        text = self.run_program("doctor").stdout
        for line in (f"ours: {self.share}\n", f"yours: {self.users}\n", "voices: 1\n",
                     "  heart: Higher voice, 2 recordings\n", "beds: 2 (rain, stream)\n",
                     "bells: 0\n", "sessions: 2, 1 of them yours, 1 broken\n",
                     "faults of the library: 0\n"):
            self.assertIn(line, text)
        for library in ("libvorbis: ", "libyaml: ", "libsodium: "):
            self.assertIn(library, text)

    def test_it_says_which_importer_would_run(self):
        text = self.run_program("doctor").stdout
        importer = pathlib.Path(PROGRAM).with_name("interlude-import")
        self.assertRegex(text, rf"\nimporter: {importer}\n  interlude-import [0-9.]+ \(libsndfile-")
        self.environment["INTERLUDE_IMPORT"] = "/nowhere/importer"
        self.assertIn("importer: /nowhere/importer (not there)\n", self.run_program("doctor").stdout)
        self.environment["INTERLUDE_IMPORT"] = "/bin/false"
        self.assertIn("importer: /bin/false (does not run)\n", self.run_program("doctor").stdout)

    def test_it_tells_no_words_of_sessions(self):
        done = self.run_program("doctor")
        self.assertNotIn("secret", done.stdout + done.stderr)
        self.assertNotIn("A Test", done.stdout)

    def test_faults_of_the_library_are_told_with_their_place(self):
        self.write("broken.ogg", "no sound", self.share / "audio/beds")
        index = self.write("audio/bells/index.tsv", "name\tframes\tlufs\nsoft.ogg\tx\t1\nclose.ogg\t5\t-1\n",
                           self.share)
        text = self.run_program("doctor").stdout
        self.assertIn(f"faults of the library: 3\n  {index}:2:1: ", text)
        self.assertIn(f"  {self.share}/audio/beds: broken.ogg: ", text)
        self.assertIn(f"  {self.share}/audio/bells: close.ogg: in the index, but not there\n", text)


class Installed(Case):
    def test_the_program_finds_the_share_beside_it(self):
        build = pathlib.Path(PROGRAM).parent
        prefix = self.place / "prefix"
        done = subprocess.run(["cmake", "--install", str(build), "--prefix", str(prefix)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        share = prefix / "share" / "interlude"
        self.write("sessions/only-here.yaml", GOOD, share)
        moved = self.place / "moved"
        shutil.move(prefix, moved)
        del self.environment["INTERLUDE_SHARE"]
        done = subprocess.run([str(moved / "bin/interlude"), "list"], env=self.environment,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("only-here", done.stdout)
        done = subprocess.run([str(moved / "bin/interlude"), "doctor"], env=self.environment,
                              capture_output=True, text=True, check=False)
        self.assertIn(f"ours: {os.path.realpath(moved)}/share/interlude\n", done.stdout)
        self.assertIn(f"importer: {os.path.realpath(moved)}/bin/interlude-import\n", done.stdout)


if __name__ == "__main__":
    main()
