"""What the program says of itself, and of a call that it cannot make sense of."""

import os
import shutil
import subprocess

from interlude import GOOD, HEAD, PROGRAM, Case, main

COMMANDS = ["list", "play", "export", "plan", "script", "check", "doctor"]


class Usage(Case):
    def test_help_lists_what_there_is(self):
        done = self.run_program("--help")
        self.assertEqual(done.stderr, "")
        for command in COMMANDS:
            self.assertIn(f"\n  interlude {command} ", done.stdout)
        for later in ("pace", "new", "--verbose"):
            self.assertNotIn(f"interlude {later} ", done.stdout)

    def test_every_command_tells_its_options(self):
        options = {
            "list": ["--json"],
            "play": ["--length T", "--until HH:MM", "--choose KEY=OPTION", "--ending E", "--from T",
                     "--windowed", "--mute", "--plain", "--shot T", "--size WxH"],
            "export": ["-o FILE", "--length T", "--choose KEY=OPTION", "--ending E",
                       "--captions FILE", "--float"],
            "plan": ["--length T", "--until HH:MM", "--choose KEY=OPTION", "--ending E", "--json"],
            "script": ["--length T", "--choose KEY=OPTION"],
            "check": ["--json", "--strict"],
            "doctor": [],
        }
        self.assertEqual(sorted(options), sorted(COMMANDS))
        for command, known in options.items():
            with self.subTest(command):
                text = self.run_program(command, "--help").stdout
                self.assertTrue(text.startswith(f"Usage: interlude {command}"))
                told = [line.split("  ")[1] for line in text.splitlines()
                        if line.startswith("  -")]
                self.assertEqual(told, known)

    def test_help_goes_before_what_else_is_wrong(self):
        self.run_program("plan", "--help", "--nonsense")

    def test_the_version_is_one_line(self):
        self.assertRegex(self.run_program("--version").stdout, r"^interlude \d+\.\d+\.\d+\n$")

    def test_wrong_calls_are_told_and_exit_2(self):
        for words, message in (
                (["plann", "x"], 'there is no command "plann" (did you mean plan?)'),
                (["frobnicate"], 'there is no command "frobnicate"'),
                (["--lenght"], 'there is no command "--lenght"'),
                (["plan"], "plan wants SESSION"),
                (["plan", "a", "b"], 'plan takes one SESSION, got "b" too'),
                (["list", "a"], 'list takes nothing more, got "a"'),
                (["check"], "check wants FILE..."),
                (["plan", "a", "--lenght", "5m"], "plan has no option --lenght (did you mean --length?)"),
                (["plan", "a", "--len", "5m"], "plan has no option --len"),
                (["plan", "a", "-x"], "plan has no option -x"),
                (["plan", "a", "--json=yes"], "--json takes no value"),
                (["plan", "a", "--length"], "--length wants a value: --length T"),
                (["script", "a", "--until", "10:00"], "script has no option --until"),
                (["plan", "a", "--length", "5m", "--until", "10:00"], "cannot both be met"),
                (["plan", "a", "--ending", "loud"], '--ending is bell, quiet or sleep, got "loud"'),
        ):
            with self.subTest(words):
                done = self.run_program(*words, status=2)
                self.assertEqual(done.stdout, "")
                self.assertTrue(done.stderr.startswith("interlude: "), done.stderr)
                self.assertIn(message, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_options_stand_anywhere_and_in_both_forms(self):
        file = self.write("s.yaml", GOOD)
        wanted = self.run_program("plan", file, "--length", "1m", "--json").stdout
        for words in (["--length=1m", file, "--json"], ["--json", "--length", "1m", file],
                      ["--length", "40s", "--length", "1m", "--json", "--", file]):
            self.assertEqual(self.run_program("plan", *words).stdout, wanted)

    def test_after_two_hyphens_all_are_names(self):
        done = self.run_program("plan", "--", "--json", status=1)
        self.assertIn('no session is called "--json"', done.stderr)

    def test_alone_it_lists_the_library(self):
        self.write("sessions/ours.yaml", GOOD, self.share)
        done = self.run_program()
        self.assertIn("ours", done.stdout)
        self.assertIn("A Test", done.stdout)
        self.assertIn("\n  interlude export ours -o ours.ogg\n", done.stdout)
        self.write("sessions/ours.yaml", HEAD, self.share)  # broken now
        self.write("sessions/$(two) words.yaml", GOOD, self.share)
        done = self.run_program()
        self.assertNotIn("interlude export", done.stdout)
        self.assertIn("interlude --help", done.stdout)

    def test_names_with_control_characters_are_shown_harmless(self):
        done = self.run_program("plan", "evil\x1b[31m\x07name", status=1)
        self.assertNotIn("\x1b", done.stderr)
        self.assertNotIn("\x07", done.stderr)
        self.assertIn("\N{REPLACEMENT CHARACTER}[31m", done.stderr)
        file = self.write("evil\x1b]0;x\x07.yaml", HEAD)
        for how in ([], ["--json"]):
            done = self.run_program("check", file, *how, status=1)
            self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_names_of_any_bytes_are_found(self):
        name = os.fsencode(self.place) + b"/\xff\xfe.yaml"
        with open(name, "wb") as file:
            file.write(GOOD.encode())
        done = subprocess.run([PROGRAM, "plan", name, "--json"], env=self.environment,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        done.stdout.decode()


class Output(Case):
    """What happens when nobody can take what is said."""

    def setUp(self):
        super().setUp()
        self.write("sessions/ours.yaml", GOOD, self.share)
        self.calls = [["--help"], ["plan", "--help"], ["--version"], [], ["list"],
                      ["list", "--json"], ["plan", "ours"], ["plan", "ours", "--json"],
                      ["script", "ours"], ["doctor"],
                      ["check", "--json", str(self.share / "sessions/ours.yaml")]]

    def test_a_full_disk_is_the_machines_fault(self):
        for words in self.calls:
            with self.subTest(words), open("/dev/full", "wb") as full:
                done = self.run_program(*words, status=3, stdout=full)
                self.assertIn("standard output", done.stderr)

    def test_a_closed_output_is_the_machines_fault(self):
        for words in self.calls:
            with self.subTest(words):
                done = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', PROGRAM, *words],
                                      env=self.environment, capture_output=True, check=False)
                self.assertEqual(done.returncode, 3, done)

    def test_all_streams_closed_is_survived(self):
        done = subprocess.run(["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', PROGRAM, "plan", "ours"],
                              env=self.environment, check=False)
        self.assertEqual(done.returncode, 3)

    def test_a_reader_that_leaves_is_no_fault(self):
        for words in self.calls:
            with self.subTest(words):
                ends = os.pipe()
                os.close(ends[0])
                done = self.run_program(*words, stdout=ends[1])
                os.close(ends[1])
                self.assertNotIn("standard output", done.stderr)


class Surroundings(Case):
    """Bytes do not depend on where the program runs."""

    def test_locales_give_the_same_bytes(self):
        self.write("sessions/ours.yaml",
                   HEAD + "sound: none\nsteps:\n  - say: Grüße, 息を吸って。\n  - pause: 1.5s\n"
                   "  - bell: none-such\n  - pause: 10s..2m\n", self.share)
        self.sounds("bells", {"none-such.ogg": 4.5})
        names = ["POSIX", "C.UTF-8"]
        for name in ("de_DE", "tr_TR"):  # a comma in numbers, an i without a dot
            made = shutil.which("localedef") and subprocess.run(
                ["localedef", "-i", name, "-f", "UTF-8", str(self.place / f"{name}.UTF-8")],
                capture_output=True, check=False).returncode == 0
            if made:
                names.append(f"{name}.UTF-8")
            else:
                print(f"SKIP: no localedef here to make {name}")
        self.environment["LOCPATH"] = str(self.place)
        for words in (["plan", "ours"], ["plan", "ours", "--json"], ["script", "ours"], ["list"],
                      ["list", "--json"], ["--help"],
                      ["check", str(self.share / "sessions/ours.yaml")]):
            outputs = {name: self.run_program(*words, environment={"LC_ALL": name}).stdout
                       for name in names}
            for name in names:
                self.assertEqual(outputs[name], outputs["POSIX"], (words, name))

    def test_a_share_that_is_nowhere_is_the_machines_fault(self):
        for words in (["list"], ["doctor"], ["plan", "x"], ["check", self.write("s.yaml", GOOD)]):
            done = self.run_program(*words, status=3,
                                    environment={"INTERLUDE_SHARE": "/nowhere/at/all"})
            self.assertIn("INTERLUDE_SHARE", done.stderr)

    def test_without_a_home_only_ours_is_listed(self):
        self.write("sessions/ours.yaml", GOOD, self.share)
        without = {"HOME": "", "XDG_DATA_HOME": ""}
        self.assertIn("ours", self.run_program("list", environment=without).stdout)
        self.assertIn("no home", self.run_program("doctor", environment=without).stdout)


if __name__ == "__main__":
    main()
