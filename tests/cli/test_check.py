"""`interlude check`: every error and warning, a summary, and the exit status."""

import os

from interlude import CAREFUL, CAREFUL_LINES, GOOD, HEAD, Case, clip_name, main

WARNED = HEAD + "ending: quiet\nsteps:\n  - bell: bare\n  - pause: 10s..2m\n"
BROKEN = HEAD + "colour: blue\nsteps:\n  - pause: 4:30\n  - paws: 3s\n"


class Check(Case):
    def setUp(self):
        super().setUp()
        self.sounds("bells", {"soft.ogg": 5})
        self.write("index.tsv", "name\tframes\tlufs\nsoft.ogg\t240000\t-23\nbare.ogg\t9\t-23\n",
                   self.share / "audio/bells")
        self.sounds("narration/heart", {clip_name(line): 2 for line in CAREFUL_LINES})

    def problems(self, text, **how):
        report = self.run_json("check", self.write("s.yaml", text), **how)
        return report["files"][0]["problems"]

    def test_a_good_file_says_nothing(self):
        done = self.run_program("check", self.write("good.yaml", CAREFUL))
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr, "1 file, 0 errors, 0 warnings\n")

    def test_errors_go_to_the_output_with_place_line_and_caret(self):
        file = self.write("bad.yaml", BROKEN)
        done = self.run_program("check", file, status=1)
        lines = done.stdout.splitlines()
        self.assertTrue(lines[0].startswith(f"{file}:5:1: error: "), lines[0])
        self.assertEqual(lines[1], "    5 | colour: blue")
        self.assertEqual(lines[2], "      | ^")
        self.assertIn(f"{file}:7:12: error: ", done.stdout)
        self.assertIn(f"{file}:8:5: error: ", done.stdout)
        self.assertIn("did you mean pause?", done.stdout)
        self.assertEqual(done.stderr, "1 file, 3 errors, 0 warnings\n")

    def test_several_files_are_counted_together(self):
        files = [self.write("a.yaml", BROKEN), self.write("b.yaml", GOOD),
                 self.write("c.yaml", WARNED)]
        done = self.run_program("check", *files, status=1)
        self.assertRegex(done.stderr, r"^3 files, 3 errors, [1-9] warnings?\n$")
        self.assertLess(done.stdout.index("a.yaml"), done.stdout.index("c.yaml"))

    def test_warnings_count_only_when_strict(self):
        file = self.write("warned.yaml", WARNED)
        done = self.run_program("check", file)
        self.assertIn("warning: this bell cannot be heard", done.stdout)
        self.run_program("check", "--strict", file, status=1)
        self.run_program("check", "--strict", self.write("careful.yaml", CAREFUL))

    def test_json_has_each_key(self):
        file = self.write("bad.yaml", BROKEN)
        report = self.run_json("check", file, self.write("good.yaml", GOOD), status=1)
        self.assertEqual(list(report), ["files"])
        self.assertEqual([list(one) for one in report["files"]], [["file", "problems"]] * 2)
        self.assertEqual(report["files"][0]["file"], file)
        first = report["files"][0]["problems"][0]
        self.assertEqual(list(first), ["severity", "line", "column", "message", "expected",
                                       "found", "nearest"])
        self.assertEqual((first["severity"], first["line"], first["column"]), ("error", 5, 1))
        self.assertTrue(first["message"])
        for problem in report["files"][0]["problems"]:
            for key in ("expected", "found", "nearest"):
                self.assertTrue(problem[key] is None or problem[key] != "")

    def test_json_keeps_the_summary_apart(self):
        done = self.run_program("check", "--json", self.write("bad.yaml", BROKEN), status=1)
        self.assertEqual(done.stderr, "1 file, 3 errors, 0 warnings\n")

    def test_names_that_are_nowhere_are_errors_with_the_nearest(self):
        found = self.problems(HEAD + "voice: hart\nsteps:\n  - bell: sofft\n  - pause: 10s..2m\n",
                              status=1)
        self.assertEqual([(p["severity"], p["line"], p["nearest"]) for p in found
                          if p["severity"] == "error"], [("error", 5, "heart"), ("error", 7, "soft")])

    def test_problems_of_reader_and_library_are_in_file_order(self):
        found = self.problems(HEAD + "voice: hart\nsteps:\n  - bell: bare\n  - say: Breath #2\n"
                              "  - bell: sofft\n  - pause: 10s..2m\n", status=1)
        places = [(p["line"], p["column"]) for p in found]
        self.assertEqual(places, sorted(places))
        self.assertGreaterEqual(len(places), 4)

    def test_a_missing_recording_beside_the_session_is_a_warning(self):
        found = self.problems(HEAD + "ending: quiet\nsteps:\n  - say: Here.\n    clip: own/here.ogg\n"
                              "  - pause: 10s..2m\n")
        self.assertIn(("warning", 8, 11), [(p["severity"], p["line"], p["column"]) for p in found])

    def test_times_are_judged_too(self):
        found = self.problems(HEAD + "ending: quiet\nsteps:\n  - say: Here.\n  - pause: 1m..2m\n",
                              status=1)
        self.assertIn(("error", 4), [(p["severity"], p["line"]) for p in found])
        found = self.problems(CAREFUL.replace("the room", "this room"))
        self.assertEqual([p["severity"] for p in found], ["warning"])
        self.assertIn("no recording", found[0]["message"])

    def test_an_editor_says_what_a_careful_one_would(self):
        cases = {  # what is changed in a session without a warning, and what is then said
            ("as: choice", "as: safety"): "posture are theirs to choose",
            ("as: stop", "as: safety"): "that they may stop",
            ("as: closing", "as: safety"): "no line is marked as the beginning of the close",
            ("pause: 25s..40s", "pause: 12s"): "the close is hurried",
            ("pause: 2s..44s", "pause: 46s..1m20s"): "a silence of more than 45s",
            ("pause: 2s..44s", "breathe: {in: 4s, out: 4s}\n    cycles: 2..4"): "small and soft",
            ("pause: 2s..44s", "tense: jaw\n    rest: 2s..30s"): "spare what is sore",
            ("pause: 2s..44s", "pause: 2s..44s\n  - ring: self"): "sadness",
            ("- say: Eyes", "- pause: 31s\n  - say: Eyes"): "comes late",
            ("to the room", "to the room, and try it"): '"try" presses',
            ("to the room", "to the room, don\u2019t wait"): '"don\'t" presses',
            ("to the room", "to clear the mind"): '"clear the mind" presses',
            ("to the room", "close to the room"): '"close" can be spoken in two ways',
            ("to the room", "to " + "a " * 19 + "room"): "a sentence of 23 words",
        }
        for (old, new), said in cases.items():
            with self.subTest(said=said):
                self.assertIn(old, CAREFUL)
                longer = "46s" in new or "31s" in new
                text = CAREFUL.replace(old, new, 1)
                text = text.replace("length: 1m", "length: 1m40s") if longer else text
                found = [p for p in self.problems(text) if "no recording" not in p["message"]]
                self.assertTrue(any(said in p["message"] for p in found), found)
                self.assertTrue(all(p["severity"] == "warning" for p in found), found)

    def test_words_are_counted_against_the_length(self):
        lines = "".join(f"  - say: One two three four five six seven {n}.\n" for n in range(25))
        text = CAREFUL.replace("  - pause: 2s..44s\n", "  - pause: 1s..5m\n    natural: 30s\n" + lines)
        self.assertIn("leave little silence",
                      str(self.problems(text.replace("length: 1m", "length: 3m"))))
        self.assertNotIn("leave little silence",
                         str(self.problems(text.replace("length: 1m", "length: 2m59s"))))

    def test_words_of_other_languages_are_not_judged(self):
        text = CAREFUL.replace("to the room", "to try the room")
        self.assertIn("presses", str(self.problems(text)))
        self.assertNotIn("presses", str(self.problems("language: de\n" + text)))

    def test_a_file_that_cannot_be_read_is_a_problem_of_that_file(self):
        missing, folder = str(self.place / "none.yaml"), str(self.place)
        bad = self.write("bad.yaml", BROKEN)
        done = self.run_program("check", missing, folder, bad, status=1)
        self.assertIn(f"{missing}: error: ", done.stdout)
        self.assertIn(f"{folder}: error: a folder", done.stdout)
        self.assertIn(f"{bad}:5:1: error: ", done.stdout)
        self.assertEqual(done.stderr, "3 files, 5 errors, 0 warnings\n")
        report = self.run_json("check", missing, status=1)
        self.assertEqual(report["files"][0]["problems"][0]["line"], 0)
        self.assertEqual(report["files"][0]["problems"][0]["severity"], "error")

    def test_a_file_without_permission_is_the_machines_fault(self):
        file = self.write("secret.yaml", GOOD)
        os.chmod(file, 0)
        done = self.run_as_nobody("check", file, self.write("bad.yaml", BROKEN), status=3)
        self.assertIn("no permission", done.stdout)
        self.assertIn("bad.yaml:5:1: error", done.stdout)

    def test_a_hundred_problems_are_told_and_the_rest_counted(self):
        file = self.write("bad.yaml", HEAD + "steps:\n" + "  - pause: 4\n" * 150)
        done = self.run_program("check", file, status=1)
        self.assertIn("and 50 more", done.stdout)
        self.assertIn("150 errors", done.stderr)

    def test_a_pipe_is_no_session(self):
        os.mkfifo(self.place / "pipe.yaml")
        self.run_program("check", str(self.place / "pipe.yaml"), status=1)


if __name__ == "__main__":
    main()
