import { findBrowser } from '../../.config/find-browser';
import { INSECURE_HOST } from './hosts';

const executablePath = findBrowser();

/**
 * What the tests have no use for. The drop-down lists of the address bar, pages themselves, are loaded for each context
 * at a second of CPU. The others are those that Playwright switches off: of two such flags only the last one counts.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** How the tests start Chromium. */
export const BROWSER = {
  ...(executablePath !== undefined && { executablePath }),
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--disable-features=${FEATURES_OFF.join()}`,
    // A name that is not this machine's own, so that the browser does not trust its plain HTTP.
    `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
  ],
};

/**
 * The same where no time or memory is measured: only what runs ten times as long as usual is compiled a second time,
 * which is most of what the start of an engine costs.
 */
export const BRISK_BROWSER = {
  ...BROWSER,
  args: [...BROWSER.args, '--js-flags=--wasm-tiering-budget=130000000'],
};
