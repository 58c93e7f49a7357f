"""`interlude plan` and `interlude script`: which session, how long, which choices, what is refused."""

import os
import time

from interlude import GOOD, HEAD, RATE, Case, clip_name, main

CHOICES = HEAD + """ending: quiet
choices:
  groups:
    ask: How many?
    of: [sixteen, seven, left out]
    default: seven
steps:
  - section: Many
    when: {groups: sixteen}
  - say: Sixteen.
  - pause: 5s..1m
  - section: Some
    when: {groups: seven}
  - say: Seven.
  - pause: 5s..1m
  - section: Always
  - pause: 10s..3m
"""

KEYS = ["format", "title", "file", "rate", "length_frames", "shortest_frames", "natural_frames",
        "longest_frames", "choices", "dropped", "cues"]


class Plan(Case):
    def setUp(self):
        super().setUp()
        self.file = self.write("s.yaml", GOOD)

    def test_json_has_each_key(self):
        plan = self.run_json("plan", self.file)
        self.assertEqual(list(plan), KEYS)
        self.assertEqual((plan["format"], plan["title"], plan["rate"]), (1, "A Test", RATE))
        self.assertEqual(plan["file"], self.file)
        self.assertEqual(plan["length_frames"], 30 * RATE)
        self.assertEqual(plan["natural_frames"], 30 * RATE)

    def test_a_length_is_met_to_the_frame(self):
        for length, frames in (("1m", 60 * RATE), ("47.5s", 47.5 * RATE), ("1m0.001s", 60 * RATE + 48)):
            plan = self.run_json("plan", self.file, "--length", length)
            self.assertEqual(plan["length_frames"], frames)

    def test_text_and_json_are_of_one_plan(self):
        text = self.run_program("plan", self.file).stdout
        self.assertIn("Here.", text)

    def test_a_length_out_of_range_is_refused(self):
        for length in ("1h", "1s", "0s", "12h"):
            with self.subTest(length):
                done = self.run_program("plan", self.file, "--length", length, "--json", status=1)
                self.assertEqual(done.stdout, "")
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_length_that_is_none_is_the_usage(self):
        for length in ("7", "4:30", "", "5 m", "1,5m", "13h", "-5m", "05s", "1m90s", "fünf", "--json"):
            with self.subTest(length):
                done = self.run_program("plan", self.file, "--length", length, status=2)
                self.assertIn("--length wants a time such as 7m", done.stderr)

    def test_names_are_the_users_then_ours(self):
        self.write("sessions/one.yaml", GOOD.replace("A Test", "Ours"), self.share)
        self.assertEqual(self.run_json("plan", "one")["title"], "Ours")
        self.write("sessions/one.yaml", GOOD.replace("A Test", "Mine"), self.users)
        self.assertEqual(self.run_json("plan", "one")["title"], "Mine")

    def test_a_session_that_is_not_there_is_the_input(self):
        self.write("sessions/steady-water.yaml", GOOD, self.share)
        done = self.run_program("plan", "steady-watr", status=1)
        self.assertEqual(done.stderr, 'interlude: no session is called "steady-watr" '
                         "(did you mean steady-water?)\n")
        done = self.run_program("plan", "./none.yaml", status=1)
        self.assertEqual(done.stderr, "./none.yaml: not there\n")
        done = self.run_program("plan", f"{self.place}/", status=1)
        self.assertIn("a folder", done.stderr)

    def test_no_permission_is_the_machines_fault(self):
        os.chmod(self.file, 0)
        done = self.run_as_nobody("plan", self.file, status=3)
        self.assertEqual(done.stderr, f"{self.file}: no permission to read it\n")

    def test_a_folder_of_sounds_without_permission_is_as_if_it_were_not_there(self):
        self.sounds("bells", {"soft.ogg": 5})
        os.chmod(self.share / "audio" / "bells", 0)
        done = self.run_as_nobody("doctor")
        self.assertIn("bells: 0\n", done.stdout)
        self.assertIn("audio/bells: cannot look into this folder", done.stdout)
        self.run_as_nobody("plan", self.file)
        os.chmod(self.share / "audio" / "bells", 0o755)

    def test_errors_of_a_session_go_to_standard_error(self):
        file = self.write("bad.yaml", HEAD + "steps:\n  - pause: 4\n")
        for command in ("plan", "script"):
            done = self.run_program(command, file, status=1)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith(f"{file}:6:12: error: "), done.stderr)

    def test_warnings_are_not_repeated(self):
        self.assertEqual(self.run_program("plan", self.file).stderr, "")

    def test_recordings_make_a_line_as_long_as_they_are(self):
        voiced = self.write("v.yaml", GOOD.replace("kind:", "voice: heart\nkind:"))
        self.sounds("narration/heart", {clip_name("Here."): 4.25})
        says = [cue for cue in self.run_json("plan", voiced)["cues"] if cue["kind"] == "say"]
        self.assertEqual(says[0]["frames"], 4.25 * RATE)
        self.assertTrue(says[0]["clip"].endswith(clip_name("Here.")))
        self.sounds("narration/heart", {clip_name("Here."): 5.5}, self.users)
        says = [cue for cue in self.run_json("plan", voiced)["cues"] if cue["kind"] == "say"]
        self.assertEqual(says[0]["frames"], 5.5 * RATE)

    def test_a_line_without_a_recording_has_none(self):
        says = [cue for cue in self.run_json("plan", self.file)["cues"] if cue["kind"] == "say"]
        self.assertIsNone(says[0]["clip"])


class Choices(Case):
    def setUp(self):
        super().setUp()
        self.file = self.write("c.yaml", CHOICES)

    def names(self, *words):
        plan = self.run_json("plan", self.file, *words)
        return plan["choices"], [c["name"] for c in plan["cues"] if c["kind"] == "section"]

    def test_a_choice_is_taken(self):
        self.assertEqual(self.names(), ({"groups": "seven"}, ["Some", "Always"]))
        self.assertEqual(self.names("--choose", "groups=sixteen"),
                         ({"groups": "sixteen"}, ["Many", "Always"]))
        self.assertEqual(self.names("--choose=groups=left out"),
                         ({"groups": "left out"}, ["Always"]))

    def test_of_two_the_later_counts(self):
        self.assertEqual(self.names("--choose", "groups=sixteen", "--choose", "groups=seven")[0],
                         {"groups": "seven"})

    def test_what_is_not_offered_is_the_usage(self):
        for value, message in (
                ("group=seven", '--choose group: the choices of this session are "groups"'),
                ("groups=four", '--choose groups: it can be "sixteen", "seven" or "left out", got "four"'),
                ("groups=", 'got ""'),
                ("groups", '--choose wants KEY=OPTION, got "groups"'),
                ("=seven", '--choose : the choices')):
            with self.subTest(value):
                done = self.run_program("plan", self.file, "--choose", value, status=2)
                self.assertIn(message, done.stderr)
        done = self.run_program("plan", self.write("s.yaml", GOOD), "--choose", "a=b", status=2)
        self.assertIn("has no choices", done.stderr)


class Until(Case):
    """The clock is the machine's, so times are taken relative to now, in a zone of its own."""

    def setUp(self):
        super().setUp()
        self.file = self.write("s.yaml", HEAD.replace("30s", "1h") +
                               "ending: quiet\nsteps:\n  - pause: 10s..11h59m\n")
        self.environment["TZ"] = "XYZ-5:30"  # five and a half hours before Greenwich

    def clock(self, ahead_s):
        return time.strftime("%H:%M", time.gmtime(time.time() + 5.5 * 3600 + ahead_s))

    def test_it_ends_when_the_clock_says_so(self):
        for ahead_s in (300, 3600, 11 * 3600):
            asked = self.clock(ahead_s)
            before = time.time()
            plan = self.run_json("plan", self.file, "--until", asked)
            after = time.time()
            ends = [moment + plan["length_frames"] / RATE + 5.5 * 3600 for moment in (before, after)]
            hour, minute = map(int, asked.split(":"))
            day_s = hour * 3600 + minute * 60
            for end, sign in zip(ends, (-1, 1)):
                away = (end - day_s + 43200) % 86400 - 43200
                self.assertGreaterEqual(sign * away, -0.001)
                self.assertLess(abs(away), 10)

    def test_a_time_just_gone_is_refused_with_the_words(self):
        for ago_s, words in ((0, "has just gone"), (600, "has gone, "), (11 * 3600, "has gone, ")):
            asked = self.clock(-ago_s)
            done = self.run_program("plan", self.file, "--until", asked, status=1)
            self.assertEqual(done.stdout, "")
            self.assertIn(f"{asked} {words}", done.stderr)
            self.assertIn("within the next 12 hours", done.stderr)

    def test_a_time_that_is_none_is_the_usage(self):
        for text in ("10", "10:5", "24:00", "10:60", "10.30", "1000", "", "10:30:00", " 10:30",
                     "-1:30", "ten", "٠٩:٣٠", "100:00"):
            with self.subTest(text):
                done = self.run_program("plan", self.file, "--until", text, status=2)
                self.assertIn("--until wants a time of day such as 10:55", done.stderr)

    def test_a_time_too_near_is_refused_as_a_length(self):
        file = self.write("long.yaml", HEAD.replace("30s", "1h") +
                          "ending: quiet\nsteps:\n  - pause: 50m..2h\n")
        done = self.run_program("plan", file, "--until", self.clock(300), status=1)
        self.assertIn("50m", done.stderr)


class Script(Case):
    def test_words_and_pauses_and_nothing_else(self):
        file = self.write("s.yaml", GOOD)
        text = self.run_program("script", file).stdout
        self.assertIn("Here.", text)
        self.assertNotIn("A Test", text)
        self.assertEqual(self.run_program("script", file).stderr, "")

    def test_length_and_choices_count(self):
        file = self.write("c.yaml", CHOICES)
        self.assertIn("Seven.", self.run_program("script", file).stdout)
        self.assertIn("Sixteen.", self.run_program("script", file, "--choose",
                                                   "groups=sixteen").stdout)
        self.assertNotEqual(self.run_program("script", file, "--length", "1m").stdout,
                            self.run_program("script", file, "--length", "2m").stdout)
        self.run_program("script", file, "--length", "9h", status=1)


class Ending(Case):
    def test_it_goes_before_the_sessions_own(self):
        self.sounds("bells", {"soft.ogg": 5})
        file = self.write("e.yaml", HEAD + "steps:\n  - say: Here.\n    as: closing\n"
                          "  - pause: 10s..2m\n  - bell: soft\n")
        bells = {ending: [c for c in self.run_json("plan", file, "--ending", ending)["cues"]
                          if c["kind"] == "bell"] for ending in ("bell", "quiet", "sleep")}
        self.assertEqual({k: len(v) for k, v in bells.items()}, {"bell": 1, "quiet": 0, "sleep": 0})


if __name__ == "__main__":
    main()
