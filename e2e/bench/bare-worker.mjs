import { openBare } from './bare.mjs';

// Answers the page's every number with the times of as many runs; 0 asks for none, only that the session is open.
const opening = openBare(new URLSearchParams(location.search));
addEventListener('message', async ({ data }) => postMessage(await (await opening)(data)));
