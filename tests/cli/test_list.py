"""`interlude list`: the library and the user's own, broken ones with their first error."""

from interlude import GOOD, HEAD, RATE, Case, main

KEYS = ["name", "file", "title", "kind", "audience", "shortest_frames", "natural_frames",
        "longest_frames", "errors"]


class List(Case):
    def setUp(self):
        super().setUp()
        self.write("sessions/between.yaml", GOOD.replace("A Test", "Between"), self.share)
        self.write("sessions/shared.yaml", GOOD, self.share)
        self.write("sessions/shared.yaml",
                   GOOD.replace("A Test", "Mine").replace("kind:", "audience: client\nkind:"),
                   self.users)
        self.write("sessions/bröken 息.yaml", HEAD + "steps:\n  - pause: 4\n  - pause: 5\n",
                   self.users)

    def test_json_has_each_key(self):
        report = self.run_json("list")
        self.assertEqual(list(report), ["sessions"])
        for session in report["sessions"]:
            self.assertEqual(list(session), KEYS)
        names = [session["name"] for session in report["sessions"]]
        self.assertEqual(names, ["between", "bröken 息", "shared"])
        between, broken, shared = report["sessions"]
        self.assertEqual(between["file"], str(self.share / "sessions/between.yaml"))
        self.assertEqual((between["title"], between["kind"], between["audience"],
                          between["errors"]), ("Between", "transition", "both", 0))
        self.assertEqual(between["natural_frames"], 30 * RATE)
        self.assertLess(between["shortest_frames"], 30 * RATE)
        self.assertGreater(between["longest_frames"], 2 * 60 * RATE)
        self.assertEqual((broken["errors"], broken["title"], broken["kind"],
                          broken["shortest_frames"]), (2, None, None, None))
        self.assertEqual((shared["title"], shared["audience"]), ("Mine", "client"))

    def test_lengths_are_those_that_plan_takes(self):
        for session in self.run_json("list")["sessions"]:
            if session["errors"] == 0:
                plan = self.run_json("plan", session["name"])
                for key in ("shortest_frames", "natural_frames", "longest_frames"):
                    self.assertEqual(session[key], plan[key])

    def test_columns_stand_under_each_other(self):
        lines = self.run_program("list").stdout.splitlines()
        self.assertEqual(len(lines), 4)
        title = lines[0].index("title")
        self.assertEqual(lines[1][title:], "Between")
        self.assertEqual(lines[3][title:], "Mine  (yours)")
        start = lines[0].index("shortest")
        broken = lines[2].index("broken: ")
        self.assertEqual(broken + 1, start)  # one of its letters is two columns wide
        self.assertIn("bröken 息.yaml:6:12: ", lines[2])
        self.assertTrue(lines[2].endswith("(yours)"))

    def test_shown_lengths_can_be_asked_for(self):
        lines = self.run_program("list").stdout.splitlines()
        for length in lines[1].split()[1:4]:
            self.run_program("plan", "between", "--length", length)

    def test_no_sessions_is_an_empty_list(self):
        empty = {"INTERLUDE_SHARE": str(self.place / "home"), "XDG_DATA_HOME": "/nowhere"}
        self.assertEqual(self.run_json("list", environment=empty), {"sessions": []})
        self.assertIn("no session here", self.run_program(environment=empty).stdout)


if __name__ == "__main__":
    main()
