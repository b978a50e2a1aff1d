/** Brings the browser that the end-to-end tests drive, unless there is one. Run by npm before these tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findBrowser } from './find-browser.js';

const found = findBrowser();
if (found) console.log(`Browser for the tests: ${found}`);
else if (!installPackage()) must('npx', ['playwright', 'install', 'chromium']);

/** Whether Debian's or Ubuntu's own package could be installed; it brings the libraries that it needs. */
function installPackage() {
  const prefix = asRoot();
  if (!isDebian() || !prefix) return false;
  const apt = (...args) =>
    run(prefix[0] ?? 'apt-get', [...prefix.slice(1), ...(prefix[0] ? ['apt-get'] : []), ...args]);
  // Ubuntu's package of this name only points to a snap, which may not run here: what counts is what is there then.
  return (
    apt('update') &&
    apt('install', '-y', '--no-install-recommends', 'chromium') &&
    findBrowser() !== undefined
  );
}

/** What to put before a command so that it runs as root; undefined where that takes a password. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

function isDebian() {
  return (
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function must(command, args) {
  if (run(command, args)) return;
  console.error('No browser for the tests: install Chromium, or name one in CHROMIUM_PATH.');
  process.exit(1);
}
