"""Hostile and broken sound files, made from good ones: what each is called, and what is said of it.

    for name, bytes, said in corpus(folder_of_good_files): ...

`said` is the message behind the file's name; None where a file is odd and fine; a tuple where decoders
may differ in what they make of noise.
"""

import pathlib
import random
import struct

NO_SOUND = "is no sound that Interlude reads: WAV, FLAC, MP3, Opus or Vorbis"
DAMAGED = "is damaged, or holds a kind of samples that Interlude does not read"
DIED = "is damaged, so that its decoder failed"
SLOW = "is damaged, or its sound takes too long to decode"
NO_SAMPLES = "holds samples that are no sound (not a number, or more than 12 dB over full scale)"
SILENT = "is silent for ten minutes on end"
SEVERAL = "holds several recordings in one; save each as a file of its own"
CUT, FROM_THERE, A_PIECE = "is cut short", "is damaged from there on", "lacks a piece from its middle"
SHORT = (CUT, FROM_THERE, A_PIECE)  # what there is, is used


def channels(count):
    return f"has {count} channels; Interlude takes one or two, so mix it down first"


def rate(hz):
    return f"is at {hz} Hz; Interlude takes 8000 to 192000 Hz"


# WAV

def wav(samples=b"", tag=1, channels=1, rate=44100, bits=16, align=None, data_size=None, before=b"",
        fmt_size=None, riff_size=None):
    align = channels * bits // 8 if align is None else align
    fmt = struct.pack("<HHIIHH", tag, channels % 65536, rate, rate * align % 2**32, align % 65536, bits)
    fmt = b"fmt " + struct.pack("<I", len(fmt) if fmt_size is None else fmt_size) + fmt
    data = b"data" + struct.pack("<I", len(samples) if data_size is None else data_size) + samples
    body = b"WAVE" + before + fmt + data
    return b"RIFF" + struct.pack("<I", len(body) if riff_size is None else riff_size) + body


def tone(frames=44100):
    return b"".join(struct.pack("<h", (i * 997 % 20000) - 10000) for i in range(frames))


def floats(*values, of=44100):
    samples = [0.1 * ((i * 37 % 100) / 50 - 1) for i in range(of)]
    for i, value in enumerate(values):
        samples[of // 2 + i] = value
    return wav(struct.pack(f"<{of}f", *samples), tag=3, bits=32)


def wavs(good):
    pcm = tone()
    text = b"Notice this: the breath.\n" * 40
    yield "empty.wav", b"", "is empty"
    yield "one-byte.wav", b"R", NO_SOUND
    yield "text.wav", text, NO_SOUND
    yield "zeros.wav", bytes(4096), NO_SOUND
    yield "riff.wav", b"RIFF", NO_SOUND
    yield "avi.wav", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(500), NO_SOUND
    yield "header.wav", wav()[:12], "is a WAV without samples"
    yield "cut-in-header.wav", wav(pcm)[:30], "is a WAV without samples"
    yield "no-data.wav", wav(pcm)[:36], "is a WAV without samples"
    yield "no-frames.wav", wav(), "has no sound in it"
    yield "no-format.wav", wav(pcm).replace(b"fmt ", b"nope"), DAMAGED
    yield "data-first.wav", b"RIFF" + struct.pack("<I", 5000) + b"WAVEdata" + struct.pack("<I", 4000) + \
        tone(2000) + wav()[12:36], DAMAGED
    yield "huge-chunk.wav", wav(pcm, before=b"LIST\xff\xff\xff\xff"), "is a WAV without samples"
    yield "ten-thousand-chunks.wav", wav(pcm, before=b"junk\x00\x00\x00\x00" * 10000), \
        "is a WAV without samples"
    yield "fmt-size-lies.wav", wav(pcm, fmt_size=0xFFFF), ("is a WAV without samples", DAMAGED, CUT)
    yield "channels-0.wav", wav(pcm, channels=0, align=2), DAMAGED
    yield "channels-6.wav", wav(tone(6 * 8000), channels=6), channels(6)
    yield "channels-65535.wav", wav(pcm, channels=65535), DAMAGED
    yield "rate-0.wav", wav(pcm, rate=0), DAMAGED
    yield "rate-1.wav", wav(pcm, rate=1), rate(1)
    yield "rate-7999.wav", wav(pcm, rate=7999), rate(7999)
    yield "rate-192001.wav", wav(pcm, rate=192001), rate(192001)
    yield "rate-over.wav", wav(pcm, rate=0xFFFFFFFF), DAMAGED
    yield "bits-0.wav", wav(pcm, bits=0, align=0), DAMAGED
    yield "bits-1.wav", wav(pcm, bits=1, align=1), (None, DAMAGED)
    yield "bits-64.wav", wav(pcm, bits=64), DAMAGED
    yield "align-0.wav", wav(pcm, align=0), None
    yield "unknown-tag.wav", wav(pcm, tag=0x1234), DAMAGED
    yield "mp3-tag.wav", wav(pcm, tag=0x55), DAMAGED
    yield "nan.wav", floats(float("nan")), NO_SAMPLES
    yield "infinite.wav", floats(float("inf")), NO_SAMPLES
    yield "minus-infinite.wav", floats(float("-inf")), NO_SAMPLES
    yield "huge-samples.wav", floats(1e30), NO_SAMPLES
    yield "four-and-a-bit.wav", floats(4.001), NO_SAMPLES
    yield "over-full-scale.wav", floats(3.9, -2.0), None
    yield "denormal.wav", floats(*[1e-42] * 1000), None
    yield "silent.wav", wav(bytes(88200)), "is too quiet to be heard"
    yield "faint.wav", good("quiet.wav"), "is too quiet to be heard"
    yield "cut.wav", good("s16.wav")[:100000], CUT
    yield "data-lies.wav", wav(pcm, data_size=1 << 30), CUT
    yield "riff-lies.wav", wav(pcm, riff_size=7), None
    yield "from-a-pipe.wav", wav(pcm, data_size=0xFFFFFFFF, riff_size=0xFFFFFFFF), None
    yield "aiff.wav", good("sound.aiff"), NO_SOUND
    yield "wave64.wav", good("sound.w64"), NO_SOUND
    yield "caf.wav", good("sound.caf"), NO_SOUND
    yield "gsm.wav", good("gsm.wav"), DAMAGED
    yield "six.wav", good("six.wav"), channels(6)


# FLAC: the stream's description stands at byte 8 (FLAC format, STREAMINFO)

def flac_described(data, rate=None, count=None, total=None):
    word = int.from_bytes(data[18:26], "big")
    if rate is not None:
        word = word & ~(0xFFFFF << 44) | rate << 44
    if count is not None:
        word = word & ~(7 << 41) | (count - 1) << 41
    if total is not None:
        word = word & ~((1 << 36) - 1) | total
    return data[:18] + word.to_bytes(8, "big") + data[26:]


def flacs(good):
    flac = good("s16.flac")
    yield "mark.flac", b"fLaC", DAMAGED
    yield "text-behind.flac", b"fLaC" + b"Notice this: the breath. " * 100, DAMAGED
    yield "block-lies.flac", flac[:5] + b"\xff\xff\xff" + flac[8:], DAMAGED
    yield "cut.flac", flac[:30000], FROM_THERE
    yield "cut-in-header.flac", flac[:30], DAMAGED
    yield "one-channel-said.flac", flac_described(flac, count=1), (DAMAGED, DIED, FROM_THERE, "has no sound in it")
    yield "eight-channels-said.flac", flac_described(flac, count=8), channels(8)
    yield "two-said-for-one.flac", flac_described(good("s24.flac"), count=2), \
        (DAMAGED, DIED, FROM_THERE, "has no sound in it")
    yield "rate-0.flac", flac_described(flac, rate=0), DAMAGED
    yield "rate-1.flac", flac_described(flac, rate=1), rate(1)
    yield "rate-most.flac", flac_described(flac, rate=0xFFFFF), (rate(0xFFFFF), DAMAGED)
    yield "total-lies.flac", flac_described(flac, total=(1 << 36) - 1), "says that it is longer than 4 hours"
    yield "total-a-little.flac", flac_described(flac, total=100000), FROM_THERE
    yield "total-unknown.flac", flac_described(flac, total=0), ("has no sound in it", None, DAMAGED)
    yield "frames-zeroed.flac", flac[:20000] + bytes(10000) + flac[30000:], FROM_THERE
    yield "six.flac", good("six.flac"), channels(6)
    yield "silence.flac", good("eleven-minutes.flac"), SILENT


# MP3

def id3(size, flags=0):
    return b"ID3\x04\x00" + bytes([flags]) + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def mp3s(good):
    mp3 = good("stereo.mp3")
    noise = random.Random(3).randbytes(20000)
    yield "page.mp3", b"<html><body>404</body></html>", NO_SOUND
    yield "tag-alone.mp3", id3(100) + bytes(100), "has nothing behind its tags"
    yield "tag-lies.mp3", id3((1 << 28) - 1) + mp3, "has nothing behind its tags"
    yield "tag-with-high-bits.mp3", b"ID3\x04\x00\x00\xff\xff\xff\xff" + mp3, "is damaged"
    yield "garbage-in-tag.mp3", id3(len(noise)) + noise + mp3, None
    yield "forty-tags.mp3", (id3(10) + bytes(10)) * 40 + mp3, None
    yield "tag-then-text.mp3", id3(10) + bytes(10) + b"Notice this.", NO_SOUND
    yield "one-frame-head.mp3", b"\xff\xfb\x90\x00", (DAMAGED, "has no sound in it")
    yield "noise-behind-head.mp3", b"\xff\xfb\x90\x00" + noise, (DAMAGED, "has no sound in it")
    yield "layer-2.mp3", b"\xff\xfd" + mp3[2:], NO_SOUND
    yield "rate-changes.mp3", mp3 + good("mono.mp3"), FROM_THERE
    yield "tag-at-end.mp3", mp3 + b"TAG" + bytes(125), None
    yield "noise-in-middle.mp3", mp3[:6000] + noise[:3000] + mp3[6000:], FROM_THERE
    yield "silence.mp3", good("eleven-minutes.mp3"), SILENT


# Ogg (RFC 3533)

def crc_of_byte(byte):
    value = byte << 24
    for _ in range(8):
        value = value << 1 ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value


CRC = [crc_of_byte(byte) for byte in range(256)]


def crc(page):
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ CRC[value >> 24 ^ byte]
    return value


def pages(data):
    at = 0
    while at < len(data):
        count = data[at + 26]
        size = 27 + count + sum(data[at + 27:at + 27 + count])
        yield bytearray(data[at:at + size])
        at += size


def mended(page):
    page[22:26] = bytes(4)
    page[22:26] = struct.pack("<I", crc(page))
    return bytes(page)


def with_granule(data, granule):
    *before, last = pages(data)
    last[6:14] = struct.pack("<q", granule)
    return b"".join(map(bytes, before)) + mended(last)


def first_page(data, at, patch):
    first, *rest = pages(data)
    head = 27 + first[26]
    first[head + at:head + at + len(patch)] = patch
    return mended(first) + b"".join(map(bytes, rest))


def noise_in_page(data, number, seed):
    all_pages = list(pages(data))
    page = all_pages[number]
    head = 27 + page[26]
    page[head + 20:] = random.Random(seed).randbytes(len(page) - head - 20)
    all_pages[number] = mended(page)
    return b"".join(map(bytes, all_pages))


def oggs(good):
    vorbis, opus = good("seconds.ogg"), good("mono.opus")
    at = [sum(map(len, list(pages(vorbis))[:i])) for i in range(len(list(pages(vorbis))))]
    # Given the stack that it asks for and time enough, it comes to a little silence.
    killed = (SLOW, DIED, "is too quiet to be heard")
    yield "killer-44.ogg", good("killer-44.ogg"), killed
    yield "killer-48.ogg", good("killer-48.ogg"), killed
    yield "killers.ogg", good("killers.ogg"), killed
    yield "killer-wide.ogg", good("killer-wide.ogg"), DAMAGED
    yield "floor-0.ogg", good("floor-0.ogg"), DAMAGED
    yield "no-such-book.ogg", good("no-such-book.ogg"), DAMAGED
    yield "rate-1.ogg", good("rate-1.ogg"), rate(1)
    yield "rate-most.ogg", good("rate-most.ogg"), rate(0x7FFFFFFF)
    yield "rate-over.ogg", good("rate-over.ogg"), DAMAGED
    yield "channels-0.ogg", good("channels-0.ogg"), DAMAGED
    yield "channels-255.ogg", good("channels-255.ogg"), channels(255)
    yield "six.ogg", good("six.ogg"), channels(6)
    yield "silence.ogg", good("silence.ogg"), SILENT
    yield "mark.ogg", b"OggS", "is damaged"
    yield "noise.ogg", b"OggS" + random.Random(1).randbytes(5000), "is damaged"
    yield "cut.ogg", vorbis[:-1000], CUT
    yield "cut-in-head.ogg", vorbis[:at[1] + 100], DAMAGED
    yield "first-page.ogg", vorbis[:at[1]], DAMAGED
    yield "heads-alone.ogg", vorbis[:at[2]], ("has no sound in it", DAMAGED)
    yield "bit-flipped.ogg", vorbis[:-3000] + bytes([vorbis[-3000] ^ 1]) + vorbis[-2999:], FROM_THERE
    yield "page-missing.ogg", vorbis[:at[-2]] + vorbis[at[-1]:], A_PIECE
    yield "page-twice.ogg", vorbis[:at[-1]] + vorbis[at[-2]:], A_PIECE
    yield "two-in-a-row.ogg", vorbis + good("mono.ogg"), SEVERAL
    yield "twice-the-same.ogg", vorbis + vorbis, SEVERAL
    yield "side-by-side.ogg", vorbis[:at[1]] + opus, SEVERAL
    yield "granule-huge.ogg", with_granule(vorbis, 1 << 62), "says that it is longer than 4 hours"
    yield "granule-0.ogg", with_granule(vorbis, 0), ("has no sound in it", DAMAGED, FROM_THERE, None)
    yield "granule-minus-5.ogg", with_granule(vorbis, -5), (DAMAGED, "has no sound in it", FROM_THERE, None)
    yield "granule-double.ogg", with_granule(vorbis, 529200), FROM_THERE
    yield "theora.ogg", first_page(vorbis, 0, b"\x80theora"), "is Ogg, but neither Vorbis nor Opus"
    yield "version-9.ogg", first_page(vorbis, 7, b"\x09"), DAMAGED
    yield "blocks-0.ogg", first_page(vorbis, 28, b"\x00"), DAMAGED
    yield "noise-in-setup.ogg", noise_in_page(vorbis, 1, 5), (DAMAGED, "has no sound in it")
    yield "noise-in-sound.ogg", noise_in_page(vorbis, len(at) - 1, 6), (None, FROM_THERE, NO_SAMPLES)
    yield "tag-behind.ogg", vorbis + b"TAG" + bytes(125), None
    yield "cut.opus", opus[:-2000], CUT
    yield "version-255.opus", first_page(opus, 8, b"\xff"), DAMAGED
    yield "channels-0.opus", first_page(opus, 9, b"\x00"), DAMAGED
    yield "pre-skip-most.opus", first_page(opus, 10, b"\xff\xff"), (None, FROM_THERE)
    yield "gain-127-db.opus", first_page(opus, 16, b"\xff\x7e"), (NO_SAMPLES, None)
    yield "family-255.opus", first_page(opus, 18, b"\xff"), DAMAGED
    yield "noise-in-sound.opus", noise_in_page(opus, 2, 8), (None, FROM_THERE, NO_SAMPLES, DAMAGED)


def corpus(folder):
    def good(name):
        return (pathlib.Path(folder) / name).read_bytes()
    for kind in (wavs, flacs, mp3s, oggs):
        yield from kind(good)
