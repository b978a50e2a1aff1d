import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import type { Plugin } from 'vite';

const SUFFIX = '?compressed';

/**
 * `import runtime from '….wasm?compressed'` gives `{ url, packed, plain }`: the address of the gzipped file, as the built
 * site holds it, and length and hash of its bytes, packed and unpacked. Many static hosts compress nothing and some
 * refuse files over 25 MiB, so the worker unpacks it itself. The development server serves the plain file, which the
 * worker tells by its first bytes.
 */
export function compressedRuntime(): Plugin {
  let building = false;
  return {
    name: 'compressed-runtime',
    enforce: 'pre',
    configResolved: (config) => {
      building = config.command === 'build';
    },
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return undefined;
      const file = await this.resolve(source.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return file ? file.id + SUFFIX : undefined;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return undefined;
      const file = id.slice(0, -SUFFIX.length);
      const plain = await readFile(file);
      if (!building) {
        return module(JSON.stringify(`/@fs${file}`), plain, plain);
      }
      const packed = gzipSync(plain, { level: 9 });
      const reference = this.emitFile({ type: 'asset', name: `${path.basename(file)}.gz`, source: packed });
      return module(`import.meta.ROLLUP_FILE_URL_${reference}`, packed, plain);
    },
  };
}

function module(url: string, packed: Buffer, plain: Buffer): string {
  return `export default { url: ${url}, packed: ${JSON.stringify(identity(packed))}, plain: ${JSON.stringify(identity(plain))} };`;
}

function identity(bytes: Buffer) {
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
