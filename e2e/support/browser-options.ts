import { findBrowser } from '../../.config/find-browser';
import { INSECURE_HOST } from './hosts';

const executablePath = findBrowser();

/** How the tests start Chromium. */
export const BROWSER = {
  ...(executablePath !== undefined && { executablePath }),
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // A name that is not this machine's own, so that the browser does not trust its plain HTTP.
    `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
  ],
};
