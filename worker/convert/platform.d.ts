/**
 * The few platform types the converter speaks of. It compiles without DOM, worker or Node types, so that using the
 * platform here stays a compile error; each thread's own library fills these in.
 */
interface AbortSignal {
  readonly aborted: boolean;
}
interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: {
  new (label: 'utf-8', options: { readonly fatal: true; readonly ignoreBOM: true }): TextDecoder;
};
interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };
