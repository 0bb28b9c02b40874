// stream.js: the frames' way from the server. A message is its length and then packets, each with its length and its place
// (see stream.py); a message of no length only says that the server is there.

// Follows a stream until it ends; `receive` gets [[packet, place], ...] of each message.
async function follow(url, signal, receive) {
  const reader = (await fetch(url, { signal, cache: "no-store" })).body.getReader();
  let kept = new Uint8Array(0);
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    const bytes = new Uint8Array(kept.length + value.length);
    bytes.set(kept);
    bytes.set(value, kept.length);
    kept = bytes.slice(messages(bytes, receive));
  }
}

// Hands over the whole messages in `bytes`; returns where the next one begins.
function messages(bytes, receive) {
  const view = new DataView(bytes.buffer);
  let at = 0;
  while (at + 4 <= bytes.length && at + 4 + view.getUint32(at, true) <= bytes.length) {
    const end = at + 4 + view.getUint32(at, true), packets = [];
    for (at += 4; at < end;) {
      const length = view.getUint32(at, true), place = view.getUint32(at + 4, true);
      packets.push([bytes.subarray(at + 8, at + 8 + length), place]);
      at += 8 + length;
    }
    receive(packets);
  }
  return at;
}

// Follows a stream for ever: where it ends, or is silent for SILENCE, it is called again. `heard` is told after each message
// that it can be heard, and that it cannot while it is silent.
const SILENCE = 4000, LOOK_AGAIN = 1000;
function followAlways(url, receive, heard) {
  let heardAt = performance.now(), calledAt, call, over;
  const begin = () => {
    call?.abort();
    const mine = call = new AbortController();
    [calledAt, over] = [performance.now(), false];
    follow(url, mine.signal, (packets) => {
      heardAt = performance.now();
      heard(true);
      receive(packets);
    }).catch(() => {}).finally(() => { over ||= mine === call; });
  };
  setInterval(() => {
    const now = performance.now();
    if (now - heardAt > SILENCE) heard(false);
    if (over || now - Math.max(heardAt, calledAt) > SILENCE) begin();
  }, LOOK_AGAIN);
  begin();
}
