// Runs the `main` of a TypeScript file in Node: `node .config/run.js file.ts arguments...`.
import path from 'node:path';
import { runnerImport } from 'vite';

const [file, ...args] = process.argv.slice(2);
const { module } = await runnerImport(path.resolve(file), { configFile: false, logLevel: 'error' });
process.exitCode = await module.main(args);
