import { existsSync } from 'node:fs';
import path from 'node:path';
import { DIST } from './static-server';

/** The tests run against what is deployed; they do not build it. */
export default function requireBuild(): void {
  if (!existsSync(path.join(DIST, 'index.html'))) {
    throw new Error('There is no built site in dist/: run "npm run build" first, or "npm test", which does.');
  }
}
