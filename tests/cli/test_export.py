"""`interlude export` from end to end: what it writes, what it says, what it leaves behind."""
import array
import os
import pty
import signal
import stat
import struct
import subprocess
import time
import wave

from interlude import PROGRAM, RATE, Case, main

SESSION = '''interlude: 1
title: Five breaths
kind: breathing
length: 40s
author: Ann
steps:
  - section: Arrive
  - say: Letting the shoulders be.
  - pause: 1s..3m
  - section: Breathe
  - breathe: {in: 4s, out: 6s}
    for: 20s..10m
    ramp: off
    cue: swell
  - section: Close
  - say: And that is all.
  - pause: 1s..3m
'''


class Export(Case):
    def setUp(self):
        super().setUp()
        self.session = self.write('breaths.yaml', SESSION)
        self.out = self.place / 'out'
        self.out.mkdir()

    def target(self, name):
        return str(self.out / name)

    def export(self, *words, expect=0):
        return self.run_program('export', self.session, *words, status=expect)

    def begin(self, name, *words, errors=subprocess.DEVNULL):
        """An export under way."""
        return subprocess.Popen([PROGRAM, 'export', self.session, '-o', self.target(name), *words],
                                env=self.environment, stdin=subprocess.DEVNULL, stderr=errors)

    def bytes(self, name):
        with open(self.target(name), 'rb') as file:
            return file.read()

    def files(self):
        return sorted(os.listdir(self.out))

    def test_wav_is_as_long_as_the_plan_and_sounds(self):
        self.export('-o', self.target('a.wav'), '--length', '1m')
        with wave.open(self.target('a.wav')) as file:
            self.assertEqual(file.getparams()[:4], (2, 2, RATE, 60 * RATE))
            samples = array.array('h', file.readframes(60 * RATE))
        self.assertGreater(max(samples), 300)
        self.assertLess(max(samples), 0.9 * 32768)

    def test_float_is_32_bit(self):
        self.export('-o', self.target('a.wav'), '--float')
        head = self.bytes('a.wav')[:58]
        self.assertEqual(struct.unpack('<HHI', head[20:28]), (3, 2, RATE))
        self.assertEqual(struct.unpack('<I', head[54:58]), (40 * RATE * 8,))

    def test_ogg_has_its_length_title_and_chapters(self):
        self.export('-o', self.target('a.ogg'))
        found = self.bytes('a.ogg')
        last = found.rindex(b'OggS')
        self.assertEqual(struct.unpack('<q', found[last + 6:last + 14]), (40 * RATE,))
        for tag in (b'TITLE=Five breaths', b'ARTIST=Ann', b'CHAPTER001=00:00:00.000',
                    b'CHAPTER001NAME=Arrive', b'CHAPTER003NAME=Close'):
            self.assertIn(tag, found)

    def test_the_same_call_gives_the_same_bytes(self):
        for ending in ('wav', 'ogg'):
            self.export('-o', self.target('a.' + ending))
            self.export('-o', self.target('b.' + ending))
            self.assertEqual(self.bytes('a.' + ending), self.bytes('b.' + ending))

    def test_captions_show_every_line(self):
        self.export('-o', self.target('a.ogg'), '--captions', self.target('a.vtt'))
        self.export('-o', self.target('b.ogg'), '--captions', self.target('b.srt'))
        for name in ('a.vtt', 'b.srt'):
            text = self.bytes(name).decode()
            self.assertIn('Letting the shoulders be.', text)
            self.assertIn('And that is all.', text)
        self.assertTrue(self.bytes('a.vtt').startswith(b'WEBVTT\n'))
        self.assertTrue(self.bytes('b.srt').startswith(b'1\n00:00:00,000 --> '))
        self.assertEqual(self.files(), ['a.ogg', 'a.vtt', 'b.ogg', 'b.srt'])

    def test_an_existing_file_is_replaced_and_keeps_its_mode(self):
        with open(self.target('a.wav'), 'w', encoding='ascii') as file:
            file.write('old')
        os.chmod(self.target('a.wav'), 0o640)
        self.export('-o', self.target('a.wav'))
        self.assertEqual(self.bytes('a.wav')[:4], b'RIFF')
        self.assertEqual(stat.S_IMODE(os.stat(self.target('a.wav')).st_mode), 0o640)
        self.assertEqual(self.files(), ['a.wav'])

    def test_missing_recordings_are_a_warning(self):
        done = self.export('-o', self.target('a.wav'))
        self.assertIn('warning', done.stderr)
        self.assertIn('recording', done.stderr)
        self.assertEqual(self.files(), ['a.wav'])

    def test_what_it_cannot_write_is_the_usage(self):
        for words, names in ((('-o', 'a.mp3'), '.wav or .ogg'), (('-o', 'a'), '.wav or .ogg'),
                             (('-o', 'a.ogg', '--float'), '.wav'),
                             (('-o', 'a.ogg', '--captions', 'a.txt'), '.vtt or .srt')):
            with self.subTest(words):
                self.assertIn(names, self.export(*words, expect=2).stderr)

    def test_without_a_file_it_is_the_usage(self):
        self.export(expect=2)

    def test_an_ending_is_refused_before_the_session_is_read(self):
        os.remove(self.session)
        self.export('-o', self.target('a.mp3'), expect=2)

    def test_a_length_that_cannot_be_is_the_input(self):
        self.export('-o', self.target('a.wav'), '--length', '2h', expect=1)
        self.assertEqual(self.files(), [])

    def test_where_it_cannot_be_written_is_the_machine(self):
        full = self.target('full.wav')
        os.symlink('/dev/full', full)
        os.mkdir(self.target('folder.wav'))
        for name in ('none/a.wav', 'full.wav', 'folder.wav', 'full.wav/a.wav'):
            with self.subTest(name):
                done = self.export('-o', self.target(name), expect=3)
                self.assertIn(self.target(name), done.stderr)
        self.assertEqual(self.files(), ['folder.wav', 'full.wav'])
        self.assertTrue(os.path.islink(full))

    def test_no_permission_is_the_machine(self):
        self.out.chmod(0o555)
        done = self.run_as_nobody('export', self.session, '-o', self.target('a.wav'), status=3)
        self.out.chmod(0o755)
        self.assertIn(self.target('a.wav'), done.stderr)
        self.assertEqual(self.files(), [])

    def test_captions_that_cannot_be_written_take_the_sound_with_them(self):
        self.export('-o', self.target('a.wav'), '--captions', self.target('none/a.vtt'), expect=3)
        self.assertEqual(self.files(), [])

    def test_progress_is_for_those_who_look(self):
        quiet = self.export('-o', self.target('a.wav'))
        self.assertNotIn('\r', quiet.stderr)
        self.assertNotIn('%', quiet.stdout + quiet.stderr)
        master, slave = pty.openpty()
        child = self.begin('b.ogg', '--length', '3m', errors=slave)
        os.close(slave)
        seen = b''
        try:
            while block := os.read(master, 4096):
                seen += block
        except OSError:  # how Linux ends a terminal that nobody writes to any more
            pass
        os.close(master)
        self.assertEqual(child.wait(60), 0)
        self.assertIn(b'\r', seen)
        self.assertIn(b'%', seen)

    def test_interrupted_it_leaves_what_was_there(self):
        with open(self.target('a.ogg'), 'w', encoding='ascii') as file:
            file.write('old')
        for number in (signal.SIGINT, signal.SIGTERM):
            child = self.begin('a.ogg', '--captions', self.target('a.vtt'), '--length', '12m')
            end = time.monotonic() + 20
            while len(self.files()) < 3 and time.monotonic() < end:
                time.sleep(0.01)
            self.assertEqual(len(self.files()), 3)  # the old one, and two being written
            child.send_signal(number)
            self.assertNotEqual(child.wait(20), 0)
            self.assertEqual(self.files(), ['a.ogg'])
            self.assertEqual(self.bytes('a.ogg'), b'old')


if __name__ == '__main__':
    main()
