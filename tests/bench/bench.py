#!/usr/bin/env python3
"""Interlude beside its yardsticks and its best peer; see README.md for what is compared with what.

bench.py INTERLUDE PROGRAMS [--rounds N] [--only NAME,...] [--keep]

Every comparison runs its commands in turn, A B A B, and prints the median of each and the median of
the ratios round by round: what else the machine does then falls on both.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

RATE = 48000
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARE = os.environ.get('INTERLUDE_SHARE', SOURCE)
MISSED = []


class Run:
    """What a command took."""

    def __init__(self, line):
        wall, cpu, peak, status = line.split()
        self.wall, self.cpu = float(wall), float(cpu)
        self.peak_mib, self.status = int(peak) / 1024, int(status)


class Bench:
    def __init__(self, interlude, programs, folder, rounds):
        self.interlude, self.programs = interlude, programs
        self.folder, self.rounds = folder, rounds

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return os.path.join(self.programs, 'bench_' + name)

    def run(self, command):
        """Run `command` under bench_measure."""
        result = self.path('measured')
        done = subprocess.run([self.program('measure'), result] + command, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE,
                              env={**os.environ, 'INTERLUDE_SHARE': SHARE})
        with open(result, encoding='ascii') as file:
            run = Run(file.read())
        if done.returncode or run.status:
            sys.exit('%s: exit %d\n%s' % (' '.join(command)[:300], run.status,
                                          done.stderr.decode(errors='replace')[-2000:]))
        return run

    def in_turn(self, commands):
        """Each of `commands` once to warm up, then all of them in turn: {name: [Run]}."""
        runs = {name: [] for name in commands}
        for number in range(self.rounds + 1):
            for name, command in commands.items():
                run = self.run(command)
                if number:
                    runs[name].append(run)
        return runs

    def plan(self, session, length):
        found = subprocess.run([self.interlude, 'plan', session, '--length', length, '--json'],
                               check=True, stdout=subprocess.PIPE,
                               env={**os.environ, 'INTERLUDE_SHARE': SHARE})
        return json.loads(found.stdout)

    def export(self, session, length, name):
        return [self.interlude, 'export', session, '--length', length, '-o', self.path(name)]


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def ratio(ours, theirs, what):
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(ours, theirs))


def judge(what, value, goal, unit=''):
    """Print a figure beside the most that it may be."""
    good = value <= goal
    print('  %-46s %8.3f%s  (goal: at most %g%s)%s'
          % (what, value, unit, goal, unit, '' if good else '  MISSED'))
    if not good:
        MISSED.append(what)


def table(runs):
    for name, of in runs.items():
        print('  %-26s cpu %7.3f s   wall %7.3f s   peak %6.1f MiB'
              % (name, median(of, 'cpu'), median(of, 'wall'), median(of, 'peak_mib')))


# What a plan says, as sound files and frames

def file_of(cue):
    """The file that a cue sounds from, or None."""
    if cue['kind'] == 'say':
        return cue['clip']
    name = cue.get('name')
    if cue['kind'] in ('bell', 'bed') and name:
        return os.path.join(SHARE, 'audio', cue['kind'] + 's', name + '.ogg')
    return None


def beds(plan):
    """(file, from, to, level in dB) for each stretch of bed, its fade into the next included."""
    cues = [cue for cue in plan['cues'] if cue['kind'] == 'bed']
    for cue, after in zip(cues, cues[1:] + [None]):
        end = after['at'] + after['fade_frames'] if after else plan['length_frames']
        if file_of(cue):
            yield file_of(cue), cue['at'], end, cue['level_db']


def probed(path, entry, known={}):
    if (path, entry) not in known:
        probe = subprocess.run(['ffprobe', '-v', 'error', '-show_entries', 'stream=' + entry,
                                '-of', 'csv=p=0', path], check=True, stdout=subprocess.PIPE)
        known[path, entry] = int(probe.stdout)
    return known[path, entry]


def frames_of(path):
    return probed(path, 'duration_ts')


def channels_of(path):
    return probed(path, 'channels')


def balanced(terms):
    """Their sum, with no more brackets within brackets than must be: ffmpeg refuses a deep one."""
    if len(terms) < 2:
        return terms[0] if terms else '0'
    half = len(terms) // 2
    return '(%s+%s)' % (balanced(terms[:half]), balanced(terms[half:]))


def uses(plan):
    """Every use of every recording: (frames, file)."""
    for cue in plan['cues']:
        if cue['kind'] in ('say', 'bell') and file_of(cue):
            yield cue['frames'], file_of(cue)
    for path, start, end, _ in beds(plan):
        yield end - start, path


def write_uses(plan, path):
    with open(path, 'w', encoding='utf-8') as file:
        for frames, name in uses(plan):
            file.write('%d %s\n' % (frames, name))


# The best graph that ffmpeg was found to have: what sounds one after another is joined with silences
# between (adelay and amix cost each cue the whole length), the bed looped from memory, its ducking
# an expression of the time.

class Graph:
    def __init__(self, plan):
        self.plan, self.files, self.parts, self.taken = plan, [], [], {}
        layers = self.layers('say') + self.layers('bell')
        labels = [self.join(layer, 'layer%d' % i) for i, layer in enumerate(layers)]
        labels += [self.bed(bed, 'bed%d' % i) for i, bed in enumerate(beds(plan))]
        self.parts.append('%samix=inputs=%d:normalize=0:duration=longest,atrim=end_sample=%d[out]'
                          % (''.join(labels), len(labels), plan['length_frames']))
        self.split()

    def layers(self, kind):
        """The cues of a kind, in as few rows without overlap as the order gives."""
        rows = []
        for cue in self.plan['cues']:
            if cue['kind'] != kind or not file_of(cue):
                continue
            for row in rows:
                if row[-1]['at'] + row[-1]['frames'] <= cue['at']:
                    row.append(cue)
                    break
            else:
                rows.append([cue])
        return rows

    def take(self, path):
        """A label for one use of a file."""
        if path not in self.files:
            self.files.append(path)
        use = self.taken.setdefault(path, [])
        use.append('[f%du%d]' % (self.files.index(path), len(use)))
        return use[-1]

    def split(self):
        for path, labels in self.taken.items():
            form = 'aformat=sample_fmts=fltp,pan=stereo|c0=c0|c1=c%d' % (channels_of(path) - 1)
            self.parts.append('[%d:a]%s,asplit=%d%s' % (self.files.index(path), form, len(labels),
                                                        ''.join(labels)))

    def silence(self, frames, label):
        self.parts.append('anullsrc=r=%d:cl=stereo,aformat=sample_fmts=fltp,atrim=end_sample=%d%s'
                          % (RATE, frames, label))
        return label

    def join(self, row, name):
        labels, at = [], 0
        for number, cue in enumerate(row):
            if cue['at'] > at:
                labels.append(self.silence(cue['at'] - at, '[%ss%d]' % (name, number)))
            labels.append(self.take(file_of(cue)))
            at = cue['at'] + cue['frames']
        self.parts.append('%sconcat=n=%d:v=0:a=1[%s]' % (''.join(labels), len(labels), name))
        return '[%s]' % name

    def ducks(self):
        """(down, up) in seconds: the bed is down from 0.7 s before words, across gaps under 4 s."""
        spans = []
        for cue in self.plan['cues']:
            if cue['kind'] == 'say' and file_of(cue):
                start, end = cue['at'] / RATE - 0.7, (cue['at'] + cue['frames']) / RATE
                if spans and start + 0.7 - spans[-1][1] < 4:
                    spans[-1][1] = max(end, spans[-1][1])
                else:
                    spans.append([start, end])
        return spans

    def bed(self, bed, name):
        path, start, end, level = bed
        terms = balanced(['(clip((t-%.4f)/0.7,0,1)-clip((t-%.4f)/3,0,1))' % (down, up + 1)
                          for down, up in self.ducks()])
        fade = 'clip((%.4f-t)/14,0,1)*clip((t-%.4f)/5,0,1)' % (end / RATE, start / RATE)
        gain = "pow(10,(%.2f-5*%s)/20)*%s" % (level, terms, fade)
        self.parts.append("%saloop=loop=-1:size=%d,atrim=end_sample=%d,adelay=%dS|%dS,"
                          "volume='%s':eval=frame[%s]"
                          % (self.take(path), frames_of(path), end - start, start, start, gain,
                             name))
        return '[%s]' % name

    def command(self, script, out):
        with open(script, 'w', encoding='utf-8') as file:
            file.write(';\n'.join(self.parts))
        inputs = [word for path in self.files for word in ('-i', path)]
        coder = ['-c:a', 'libvorbis', '-q:a', '5'] if out.endswith('.ogg') else \
            ['-c:a', 'pcm_s16le']
        return ['ffmpeg', '-v', 'error', '-y'] + inputs + \
            ['-filter_complex_script', script, '-map', '[out]'] + coder + [out]


def rms_db(path):
    """The level of a 16 bit WAV, so that two mixes can be seen to be the same work."""
    import audioop  # of the standard library until Python 3.12
    import math
    import wave
    with wave.open(path) as file:
        total = frames = 0
        while block := file.readframes(RATE):
            count = len(block) // 4
            total += audioop.rms(block, 2) ** 2 * count
            frames += count
    return 20 * math.log10(math.sqrt(total / frames) / 32768), frames


# Sessions to measure

def talk(bench, minutes, lines):
    """A session of `minutes` with `lines` spoken lines, each about as long as its silence."""
    real = bench.plan(os.path.join(SHARE, 'sessions', 'between-two-hours.yaml'), '10m')
    texts = list(dict.fromkeys(cue['text'] for cue in real['cues']
                               if cue['kind'] == 'say' and cue['clip']))
    steps = []
    for number in range(lines):
        if number % 14 == 0:
            steps.append('  - bell: soft\n  - pause: 8s')
        steps.append('  - say: %s\n  - pause: 0.5s..2m' % json.dumps(texts[number % len(texts)]))
    name = bench.path('talk-%d.yaml' % minutes)
    with open(name, 'w', encoding='utf-8') as file:
        file.write('interlude: 1\ntitle: Talk\nkind: mindfulness\nlength: %dm\nvoice: heart\n'
                   'sound: stream\nsteps:\n%s\n' % (minutes, '\n'.join(steps)))
    return name


def to_wav(bench, name, session, length, cpu_goal):
    print('%s to WAV' % name)
    plan = bench.plan(session, length)
    write_uses(plan, bench.path('uses'))
    commands = {'interlude': bench.export(session, length, 'ours.wav'),
                'D (bare decoding)': [bench.program('decode'), bench.path('uses')]}
    if shutil.which('ffmpeg'):
        graph = Graph(plan)
        commands['ffmpeg, best graph'] = graph.command(bench.path('graph'),
                                                       bench.path('theirs.wav'))
    else:
        print('  SKIP ffmpeg: not installed')
    runs = bench.in_turn(commands)
    table(runs)
    ours, floor = runs['interlude'], runs['D (bare decoding)']
    judge('cpu / D', ratio(ours, floor, 'cpu'), cpu_goal)
    judge('wall / D', ratio(ours, floor, 'wall'), cpu_goal)
    judge('peak memory', max(run.peak_mib for run in ours), 64, ' MiB')
    if 'ffmpeg, best graph' in runs:
        judge('cpu / ffmpeg', ratio(ours, runs['ffmpeg, best graph'], 'cpu'), 1)
        judge('wall / ffmpeg', ratio(ours, runs['ffmpeg, best graph'], 'wall'), 1)
        print('  levels: ours %.2f dB (%d frames), ffmpeg %.2f dB (%d frames)'
              % (rms_db(bench.path('ours.wav')) + rms_db(bench.path('theirs.wav'))))


def to_ogg(bench, name, session, length, goal):
    print('%s to Ogg' % name)
    bench.run(bench.export(session, length, 'ours.wav'))
    commands = {'interlude': bench.export(session, length, 'ours.ogg'),
                'E (bare encoding)': [bench.program('encode'), bench.path('ours.wav'),
                                      bench.path('bare.ogg')]}
    if shutil.which('ffmpeg'):
        graph = Graph(bench.plan(session, length))
        commands['ffmpeg, best graph'] = graph.command(bench.path('graph'),
                                                       bench.path('theirs.ogg'))
    runs = bench.in_turn(commands)
    table(runs)
    ours, floor = runs['interlude'], runs['E (bare encoding)']
    judge('cpu / E', ratio(ours, floor, 'cpu'), goal)
    judge('wall / E', ratio(ours, floor, 'wall'), goal)
    judge('peak memory', max(run.peak_mib for run in ours), 64, ' MiB')
    if 'ffmpeg, best graph' in runs:
        judge('wall / ffmpeg', ratio(ours, runs['ffmpeg, best graph'], 'wall'), 1)


def yaml_text(steps, size=0):
    """A session of `steps` steps, or of at least `size` bytes; as wordy as those that ship."""
    length = '10h' if size else '2h'  # within what the pauses allow
    lines = ['interlude: 1', 'title: Many steps', 'kind: mindfulness', 'length: ' + length, 'steps:']
    number, written = 0, sum(len(line) + 1 for line in lines)
    while number < steps or written < size:
        if number % 100 == 0:
            step = '  - section: Part %d' % (number // 100 + 1)
        elif number % 2:
            step = '  - say: Letting the eyes rest on something far away, and then farther, %d.' \
                % number
        else:
            step = '  - pause: 0.2s..20s'
        lines.append(step)
        number, written = number + 1, written + len(step) + 1
    return '\n'.join(lines) + '\n'


def loading(bench):
    for name, text in (('2,000 steps', yaml_text(2000)), ('1 MB', yaml_text(0, 1000000))):
        path = bench.path('many.yaml')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        print('a session of %s: %d KiB' % (name, len(text) // 1024))
        found = subprocess.run([bench.program('yaml'), path, str(4 * bench.rounds + 1)],
                               check=True, stdout=subprocess.PIPE)
        parse, read, check, build = (float(word) for word in found.stdout.split())
        print('  libyaml alone %.2f ms; read %.2f ms, check %.2f ms, compile %.2f ms'
              % (parse, read, check, build))
        if name == '2,000 steps':
            judge('read, check and compile', read + check + build, 50, ' ms')
        else:
            judge('read / libyaml', read / parse, 4)
            judge('read, check and compile / libyaml', (read + check + build) / parse, 4)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('interlude')
    parser.add_argument('programs')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--only', default='wav,ogg,hour,yaml')
    parser.add_argument('--keep', action='store_true')
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='bench-', dir=options.programs)
    bench = Bench(os.path.abspath(options.interlude), os.path.abspath(options.programs), folder,
                  options.rounds)
    only = options.only.split(',')
    real = os.path.join(SHARE, 'sessions', 'between-two-hours.yaml')
    try:
        if 'yaml' in only:
            loading(bench)
        if 'wav' in only:
            to_wav(bench, 'between-two-hours, 10 min,', real, '10m', 1.25)
            to_wav(bench, 'talk, 10 min,', talk(bench, 10, 40), '10m', 1.25)
        if 'ogg' in only:
            to_ogg(bench, 'between-two-hours, 10 min,', real, '10m', 1.25)
        if 'hour' in only:
            session = talk(bench, 60, 200)
            to_wav(bench, 'talk, 60 min,', session, '1h', 1.25)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    if MISSED:
        print('missed: ' + '; '.join(MISSED))
    return 1 if MISSED else 0


if __name__ == '__main__':
    sys.exit(main())
