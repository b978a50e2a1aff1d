import { readFile } from 'node:fs/promises';
import path from 'node:path';
import openWabt from 'wabt';

/**
 * Vite plugin: `import bytes from './file.wat'` gives WebAssembly text assembled, as a `Uint8Array` that stands in the
 * code.
 */
export function webAssemblyText() {
  return {
    name: 'web-assembly-text',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.wat')) return undefined;
      const { parseWat } = await openWabt();
      const parsed = parseWat(path.basename(id), await readFile(id, 'utf8'), { simd: true });
      const { buffer } = parsed.toBinary({});
      parsed.destroy();
      return `export default Uint8Array.of(${buffer.join()});`;
    },
  };
}
