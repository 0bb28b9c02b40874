"""The container in which scenes and frames travel to the page: a JSON header and the arrays behind it.

bytes = length of the header (uint32, little endian) | header (UTF-8, padded with spaces) | arrays, each 4-aligned.
The header's "arrays" gives {name: [dtype, shape, offset from the first array]}.
"""

import json
import math
import struct

import numpy as np


def pack(header, arrays):
    """One packet from a dict of plain values and {name: numpy array}; numbers that are not finite travel as null."""
    index, blobs, offset = {}, [], 0
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).tobytes()
        index[name] = [array.dtype.name, list(array.shape), offset]
        blobs.append(raw + b"\0" * (-len(raw) % 4))
        offset += len(blobs[-1])
    text = json.dumps(finite(header) | {"arrays": index}, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([struct.pack("<I", len(text)), text, *blobs])


def unpack(packet):
    """The header (with "arrays" replaced by numpy arrays) of what `pack` made."""
    (length,) = struct.unpack_from("<I", packet)
    header = json.loads(packet[4:4 + length])
    header["arrays"] = {name: np.frombuffer(packet, dtype, math.prod(shape), 4 + length + offset).reshape(shape)
                        for name, (dtype, shape, offset) in header["arrays"].items()}
    return header


def finite(value):
    """The same value for JSON, which has no NaN and no infinity: None instead."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def quantised(points, extent):
    """Points [n, dim] in data units as int16: -32767 to 32767 across the view box (x0, x1) or (x0, x1, y0, y1)."""
    low, high = np.array(extent[0::2]), np.array(extent[1::2])
    unit = (np.nan_to_num(points) - low) / (high - low) * 2 - 1
    return np.round(np.clip(unit, -1, 1) * 32767).astype(np.int16)
