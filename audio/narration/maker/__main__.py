"""The maker's commands: render what lacks a recording, check, measure a finished mix."""

import json
import os
import pathlib
import sys

import numpy as np
import soundfile

from . import judge, shape
from .phonemes import Phonemes, Undecided
from .words import NARRATION, clip_name, spoken_lines

SPEED_STEPS = (0.0, -0.02, 0.02, -0.04, -0.05, 0.04)
PACE = (128.0, 147.0)  # words a minute within sentences, a little wider than the goal
SHORT_WORDS = 3  # shorter lines are spoken faster, and from other rows of the voice


def candidates(speaker, phonemes, text):
    if len(text.split()) <= SHORT_WORDS:
        return [(speed, shift) for speed in (0.8, 0.75, 0.85, 0.9) for shift in (0, 20, 40)]
    return [(round(speaker.speed + step, 2), 0) for step in SPEED_STEPS]


def cost(wrong, limited, pace, natural, is_short):
    off = max(PACE[0] - pace, pace - PACE[1], 0.0)
    unfit = 100.0 if limited > shape.LIMIT_MOST_DB else 0.0
    return wrong * 10 + unfit + (0 if is_short else off * 0.2) - (natural or 0.0)


def best_of(speaker, ear, score, phonemes, text):
    """The best of several renderings of a line, by what is heard, level, pace and naturalness."""
    best = None
    for speed, shift in candidates(speaker, phonemes, text):
        raw = speaker.say(phonemes, speed, shift)
        samples, limited = shape.shape(raw, 24000)
        wrong, heard = ear.wrong(text, samples, shape.RATE)
        pace = judge.words_a_minute(text, samples, shape.RATE)
        natural = score(samples, shape.RATE) if score else None
        is_short = len(text.split()) <= SHORT_WORDS
        value = cost(wrong, limited, pace, natural, is_short)
        if best is None or value < best[0]:
            best = (value, samples, speed, wrong, heard)
        good_enough = wrong == 0 and PACE[0] <= pace <= PACE[1] and limited < shape.LIMIT_MOST_DB
        if good_enough and (natural is None or natural > 4.4):
            break
    return best


def render(voice):
    from .speak import Speaker

    folder = NARRATION / voice
    folder.mkdir(exist_ok=True)
    lines = spoken_lines()
    missing = {name: text for name, text in lines.items() if not (folder / name).exists()}
    if missing:
        phonemes, speaker, ear = Phonemes(), Speaker(voice), judge.Judge()
        score = judge.naturalness()
        for number, (name, text) in enumerate(missing.items(), 1):
            _, samples, speed, wrong, heard = best_of(speaker, ear, score, phonemes.of(text), text)
            shape.encode(samples, folder / name)
            note = f"  heard: {heard}" if wrong else ""
            print(f"{number}/{len(missing)} at {speed}: {text}{note}", flush=True)
    for path in folder.glob("*.ogg"):
        if path.name not in lines:
            path.unlink()
            print(f"unused, removed: {path.name}")
    write_index(folder, lines)
    write_quality(folder, voice, lines)


def write_index(folder, lines):
    rows = ["name\tframes\tlufs"]
    for name in sorted(lines):
        samples, _ = soundfile.read(folder / name)
        rows.append(f"{name}\t{len(samples)}\t{shape.loudness(samples):.1f}")
    (folder / "index.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_quality(folder, voice, lines):
    """Measure every line and say so beside the voice."""
    ear, score = judge.Judge(), judge.naturalness()
    rows, words, wrong_words, pitches = [], 0, 0, []
    for name, text in lines.items():
        samples, rate = soundfile.read(folder / name)
        wrong, heard = ear.wrong(text, samples, rate)
        pitch = judge.pitch_hz(samples, rate)
        rows.append(
            (
                text,
                shape.loudness(samples),
                shape.true_peak_db(samples),
                judge.words_a_minute(text, samples, rate),
                pitch,
                score(samples, rate) if score else None,
                wrong,
                heard,
            )
        )
        if len(text.split()) > SHORT_WORDS:
            words += len(text.split())
            wrong_words += wrong
            pitches.append(12 * np.log2(pitch))
    (folder / "QUALITY.md").write_text(
        quality_text(voice, rows, words, wrong_words, np.std(pitches)), encoding="utf-8"
    )


def quality_text(voice, rows, words, wrong_words, spread):
    long_rows = [row for row in rows if len(row[0].split()) > SHORT_WORDS]
    scores = [row[5] for row in long_rows if row[5] is not None]
    natural = (
        f"mean {np.mean(scores):.2f}, worst {min(scores):.2f}" if scores else "not measured"
    )
    text = [
        f"# Quality of the voice {voice}",
        "",
        f"Written by `audio/narration/make {voice}`, which measures every recording as it is stored.",
        "",
        "| measure | lines of four words and more | goal |",
        "|---|---|---|",
        f"| words wrong (Whisper tiny, int8) | {wrong_words} of {words}, "
        f"{100 * wrong_words / words:.1f} % | at most 1 % |",
        f"| naturalness predicted by DistillMOS | {natural} | mean 4.4, none under 3.8 |",
        f"| loudness | {min(r[1] for r in long_rows):.1f} to {max(r[1] for r in long_rows):.1f} LUFS "
        "| -18 ± 1 |",
        f"| true peak | at most {max(r[2] for r in rows):.1f} dBTP | -3 dBTP |",
        f"| words a minute within sentences | median {np.median([r[3] for r in long_rows]):.0f} "
        "| 130 to 145 |",
        f"| pitch from line to line | {spread:.2f} semitones | within 1 |",
        "",
        "| line | LUFS | dBTP | words/min | Hz | natural | heard, where it differs |",
        "|---|---|---|---|---|---|---|",
    ]
    for line, lufs, peak, pace, pitch, score, wrong, heard in rows:
        shown = f"{score:.2f}" if score is not None else ""
        text.append(
            f"| {line} | {lufs:.1f} | {peak:.1f} | {pace:.0f} | {pitch:.0f} | {shown} "
            f"| {heard if wrong else ''} |"
        )
    return "\n".join(text) + "\n"


def check(voice):
    """Missing, stale or unused recordings and words whose sound is open; whether all is well."""
    folder, lines = NARRATION / voice, spoken_lines()
    there = {path.name for path in folder.glob("*.ogg")}
    index = folder / "index.tsv"
    rows = index.read_text(encoding="utf-8").splitlines()[1:] if index.exists() else []
    indexed = {row.split("\t")[0]: int(row.split("\t")[1]) for row in rows}
    found = [f"missing: {text}" for name, text in lines.items() if name not in there]
    found += [f"unused: {name}" for name in sorted(there - set(lines))]
    for name in sorted(there & set(lines)):
        if indexed.get(name) != soundfile.info(folder / name).frames:
            found.append(f"stale in the index: {name}")
    phonemes = Phonemes()
    for text in lines.values():
        try:
            phonemes.of(text)
        except Undecided as word:
            found.append(f"undecided: {word} in: {text}")
    print("\n".join(found) if found else f"{voice}: {len(lines)} lines, all recorded")
    return not found


def measure(mix_path, plan_path):
    """A finished mix: length, words wrong, loudness of speech and of the bed between."""
    samples, rate = soundfile.read(mix_path)
    plan = json.loads(pathlib.Path(plan_path).read_text(encoding="utf-8"))
    mono = samples.mean(axis=1) if samples.ndim > 1 else samples
    says = [cue for cue in plan["cues"] if cue["kind"] == "say" and cue["clip"]]
    ear, words, wrong_words = judge.Judge(), 0, 0
    levels = []
    for cue in says:
        part = mono[cue["at"] : cue["at"] + cue["frames"]]
        levels.append(shape.loudness(part, rate))
    heard = ear.hear(mono, rate, vad=True)
    result = judge.jiwer.process_words(judge.plain(" ".join(c["text"] for c in says)), heard)
    words = result.hits + result.substitutions + result.deletions
    wrong_words = result.substitutions + result.deletions + result.insertions
    steps = np.abs(np.diff(samples, axis=0)).max()
    print(f"{mix_path}: {len(samples)} frames, the plan says {plan['length_frames']}")
    print(f"  words wrong {wrong_words} of {words}, {100 * wrong_words / max(words, 1):.1f} %")
    print(f"  speech {min(levels):.1f} to {max(levels):.1f} LUFS, mean {np.mean(levels):.1f}")
    print(f"  peak {20 * np.log10(np.max(np.abs(samples))):.1f} dBFS, largest step {steps:.4f}")
    print(f"  heard: {heard}")


def main(arguments):
    if arguments[:1] == ["--measure"]:
        measure(arguments[1], arguments[2])
        return 0
    is_check = "--check" in arguments
    voices = [a for a in arguments if not a.startswith("-")] or ["heart"]
    if is_check:
        return 0 if all([check(voice) for voice in voices]) else 1
    for voice in voices:
        render(voice)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    sys.exit(main(sys.argv[1:]))
