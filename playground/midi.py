"""Four voices as a standard MIDI file (format 1; Standard MIDI Files 1.0, MIDI Manufacturers Association 1988)."""

import struct

from playground.data.music import STEPS_A_BEAT, VOICES
from playground.sound import BEATS_A_MINUTE, PAUSE, held, pieces

TICKS = 480
"""Of a beat."""
STEP = TICKS // STEPS_A_BEAT
CHURCH_ORGAN, VELOCITY = 19, 80
END = b"\xff\x2f\x00"


def midi(samples):
    """Samples [n, 4 PITCHES, length] one after the other as a MIDI file: tempo and metre in its first track, then one track for
    each voice. Bytes. Raises PlaygroundError for a sample without notes.
    """
    notes = pieces(samples)
    tempo = round(60e6 / BEATS_A_MINUTE).to_bytes(3, "big")
    first = b"\0\xff\x51\x03" + tempo + b"\0\xff\x58\x04\x04\x02\x18\x08" + b"\0" + END
    tracks = [first, *(voice_track(name, channel, notes[:, channel]) for channel, name in enumerate(VOICES))]
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), TICKS) + b"".join(
        b"MTrk" + struct.pack(">I", len(track)) + track for track in tracks)


def voice_track(name, channel, pieces):
    """What one voice sings in each piece, int [n, length], as the events of a track."""
    events = [b"\0\xff\x03" + bytes([len(name)]) + name.encode(), bytes([0, 0xC0 | channel, CHURCH_ORGAN])]
    silence = 0
    for voice in pieces:
        for pitch, begin, end in held(voice):
            events += [quantity(silence * STEP), bytes([0x90 | channel, pitch, VELOCITY]),
                       quantity((end - begin) * STEP), bytes([0x80 | channel, pitch, 0])]
            silence = 0
        silence = PAUSE
    return b"".join([*events, quantity(silence * STEP), END])


def quantity(n):
    """A number in groups of seven bits, all but the last with their eighth bit set."""
    groups = [n & 0x7F]
    while n := n >> 7:
        groups.append(n & 0x7F | 0x80)
    return bytes(reversed(groups))
