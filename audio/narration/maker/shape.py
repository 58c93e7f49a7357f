"""Raw speech to a recording: trimmed, resampled, levelled, limited and encoded."""

import numpy as np
import pyloudnorm
import scipy.ndimage
import soundfile
import soxr

RATE = 48000
TARGET_LUFS, PEAK_DBTP, LIMIT_MOST_DB = -18.0, -3.0, 4.0
MARGIN_DB = 0.7  # what encoding adds to a peak, and what lies between samples
EDGE_S, FADE_S, THRESHOLD_DB = 0.030, 0.020, -40.0
QUALITY = 0.5  # of libvorbis, 0 to 1


def trim(samples, rate):
    """30 ms before the first and after the last moment above -40 dB of the peak, soft onsets kept."""
    window = int(rate * 0.005)
    power = scipy.ndimage.uniform_filter1d(samples**2, window)
    loud = np.nonzero(power > np.max(power) * 10 ** (THRESHOLD_DB / 10))[0]
    edge = int(EDGE_S * rate)
    return samples[max(loud[0] - edge, 0) : loud[-1] + edge]


def fade_edges(samples, rate):
    count = int(FADE_S * rate)
    curve = (1 - np.cos(np.pi * (np.arange(count) + 0.5) / count)) / 2
    samples[:count] *= curve
    samples[-count:] *= curve[::-1]
    return samples


def loudness(samples, rate=RATE):
    """Integrated loudness; of lines too short to gate, that of the line among silence of no weight."""
    block = min(0.4, len(samples) / rate * 0.9)
    return pyloudnorm.Meter(rate, block_size=block).integrated_loudness(samples)


def true_peak_db(samples):
    return 20 * np.log10(np.max(np.abs(soxr.resample(samples, RATE, 4 * RATE, "HQ"))) + 1e-12)


def limit(samples, ceiling):
    """Look-ahead limiting by a smoothed gain curve: 5 ms ahead, 60 ms behind."""
    over = np.maximum(np.abs(samples) / ceiling, 1.0)
    held = scipy.ndimage.maximum_filter1d(over, int(0.010 * RATE))
    gain = 1.0 / scipy.ndimage.maximum_filter1d(held, int(0.004 * RATE))
    smooth = scipy.ndimage.gaussian_filter1d(gain, 0.0025 * RATE)
    return samples * np.minimum(smooth, gain + 0.02)


def shape(raw, rate):
    """The finished samples at 48 kHz and how much was limited, in dB."""
    samples = soxr.resample(trim(raw, rate).astype(np.float64), rate, RATE, "VHQ")
    samples = fade_edges(samples, RATE)
    ceiling = 10 ** ((PEAK_DBTP - MARGIN_DB) / 20)
    limited = 0.0
    for _ in range(4):  # limiting lowers loudness a little, so both are brought about together
        samples *= 10 ** ((TARGET_LUFS - loudness(samples)) / 20)
        peak = np.max(np.abs(samples))
        if peak > ceiling:
            limited += 20 * np.log10(peak / ceiling)
            samples = limit(samples, ceiling)
    return samples, limited


def encode(samples, path):
    with soundfile.SoundFile(
        path, "w", RATE, 1, format="OGG", subtype="VORBIS", compression_level=1.0 - QUALITY
    ) as out:
        for start in range(0, len(samples), 4096):
            out.write(samples[start : start + 4096])
    decoded, _ = soundfile.read(path)
    return decoded
