/** `metadata_props` (field 14 of `ModelProto`) of an ONNX model, by key; a reader of its own, to check the writer. */
export function readMetadata(onnx: Uint8Array): ReadonlyMap<string, string> {
  const entries = [...fields(onnx)]
    .filter(({ field }) => field === 14)
    .map(({ bytes }) => {
      const texts = new Map(
        [...fields(bytes)].map((part) => [part.field, new TextDecoder().decode(part.bytes)]),
      );
      return [texts.get(1) ?? '', texts.get(2) ?? ''] as const;
    });
  return new Map(entries);
}

function* fields(bytes: Uint8Array): Generator<{ field: number; bytes: Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    for (let value = 0, shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag % 8 === 0) varint();
    else if (tag % 8 === 2) {
      const length = varint();
      yield { field: tag >> 3, bytes: bytes.subarray(at, at + length) };
      at += length;
    } else throw new Error('a wire type that these messages do not have');
  }
}
