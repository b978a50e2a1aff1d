// Fails when the page itself grows over its budget: what a visitor downloads before anything is usable, as a host
// that compresses would send it. The engine and its worker load behind it and are not counted.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 60;
/** Some hosts refuse larger files (Cloudflare Pages: 25 MiB). */
const LARGEST_FILE = 25 * 1024 * 1024;

const dist = path.resolve(import.meta.dirname, '../dist');
const page = readFileSync(path.join(dist, 'index.html'), 'utf8');
const linked = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
if (linked.length < 2) throw new Error('dist/index.html links no script and style: has its form changed?');

const sizes = linked.map((file) => ({ file, size: gzipSync(readFileSync(path.join(dist, file))).length }));
const total = sizes.reduce((sum, { size }) => sum + size, 0);
for (const { file, size } of sizes) console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  of ${BUDGET_KB} kB allowed (gzipped)`);

const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const large = files.filter(
  (entry) => readFileSync(path.join(entry.parentPath, entry.name)).length > LARGEST_FILE,
);
for (const { name } of large) console.error(`${name} is over 25 MiB`);

if (total > BUDGET_KB * 1000 || large.length > 0) {
  console.error('The built site is over its budget.');
  process.exit(1);
}
