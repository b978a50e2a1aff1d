// Runs the `main` of a TypeScript file in Node: `node .config/run.js file.ts arguments...`.
import path from 'node:path';
import { runnerImport } from 'vite';
import { webAssemblyText } from './web-assembly-text.js';

// Told to end, it does, at once: Playwright only closes its browsers then, and what runs here would begin with the next.
process.once('SIGTERM', () => process.exit(143));

const [file, ...args] = process.argv.slice(2);
const config = { configFile: false, logLevel: 'error', plugins: [webAssemblyText()] };
const { module } = await runnerImport(path.resolve(file), config);
process.exitCode = await module.main(args);
