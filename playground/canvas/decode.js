// decode.js: a packet of bytes to a header and typed arrays that look into it.

const ARRAY_TYPES = { int16: Int16Array, uint8: Uint8Array, float32: Float32Array, uint32: Uint32Array };

// Typed arrays need their offset aligned to the buffer, so a view that starts elsewhere is copied.
function alignedBytes(data) {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return bytes.byteOffset % 4 ? bytes.slice() : bytes;
}

// Returns the header's fields with `arrays` replaced by {name: typed array with a `shape`}.
export function decodePacket(data) {
  const bytes = alignedBytes(data);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const packet = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = bytes.byteOffset + 4 + length;
  const arrays = {};
  for (const [name, [type, shape, offset]] of Object.entries(packet.arrays || {})) {
    const count = shape.reduce((product, side) => product * side, 1);
    arrays[name] = new ARRAY_TYPES[type](bytes.buffer, start + offset, count);
    arrays[name].shape = shape;
  }
  return { ...packet, arrays };
}

// The frame, with the arrays of the one before wherever they hold the same numbers: what is drawn from them is drawn once.
export function kept(frame, before) {
  for (const [name, array] of Object.entries(frame.arrays)) {
    const old = before?.arrays[name];
    if (old?.constructor === array.constructor && String(old.shape) === String(array.shape) && array.every((value, i) => value === old[i])) frame.arrays[name] = old;
  }
  return frame;
}
