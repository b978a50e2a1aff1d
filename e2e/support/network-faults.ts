import type { Fault } from '../stand-in-hub/faults';
import { OTHER, RANGE } from './download-scene';

/** Faults of the network that one download of a file of three ranges meets. */
interface Scenario {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** What is said when the download fails; it succeeds by itself where this is undefined. */
  readonly says?: RegExp;
  /** How many times faster the waits between attempts pass than they do for a person. */
  readonly hurry?: number;
  /** Ranges that are still there after the failure. */
  readonly keeps?: number;
}

const NETWORK = /^It could not be fetched: there is no connection, or the server does not answer\./;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'slow server', faults: [{ kind: 'slow', bytesPerSecond: 12e6 }] },
  {
    name: '429 storm at the hub (5 in a row)',
    hurry: 60,
    faults: [{ kind: 'hub-status', status: 429, times: 5 }],
  },
  {
    name: '429 storm at the storage (5)',
    hurry: 60,
    faults: [{ kind: 'storage-status', status: 429, times: 5 }],
  },
  { name: '503 at the hub (3)', faults: [{ kind: 'hub-status', status: 503, times: 3, skip: 1 }] },
  { name: '500 at the storage (3)', faults: [{ kind: 'storage-status', status: 500, times: 3, skip: 1 }] },
  {
    name: '500 without end',
    hurry: 60,
    faults: [{ kind: 'storage-status', status: 500, skip: 1 }],
    says: /^The hub has a failure of its own \(HTTP 500\)\. What came so far is kept; try again later\./,
    keeps: 1,
  },
  { name: 'signed address expired', faults: [{ kind: 'expired', times: 1, skip: 1 }] },
  {
    name: 'silence in the middle (closed lid)',
    hurry: 20,
    faults: [{ kind: 'stall', after: 3e6, skip: 1, times: 1 }],
  },
  {
    name: 'file replaced under way',
    faults: [{ kind: 'replaced', bytes: OTHER, skip: 1 }],
    says: /^The file was exchanged on the server while it was being downloaded\. Nothing of the mixture was kept/,
    keeps: 0,
  },
  {
    name: 'wrong hash (one bit)',
    faults: [{ kind: 'wrong-bytes', skip: 1, times: 1 }],
    says: /^What came is not what was published \(its SHA-256 differs\), so nothing of it was kept\./,
    keeps: 0,
  },
  { name: '200 for 206 from the start', faults: [{ kind: 'whole' }] },
  { name: '200 for 206 in the middle', faults: [{ kind: 'whole', skip: 1 }] },
  { name: 'Content-Range hidden', faults: [{ kind: 'hidden-range' }] },
  {
    name: 'HTML instead of a model',
    faults: [{ kind: 'html', skip: 1 }],
    says: /^A web page came in place of the model\./,
    keeps: 1,
  },
  { name: 'short body', faults: [{ kind: 'short', by: 5, skip: 1, times: 1 }] },
  {
    name: 'short bodies without end',
    hurry: 60,
    faults: [{ kind: 'short', by: RANGE, skip: 1 }],
    says: /^The connection ended too early, several times\. What came so far is kept/,
    keeps: 1,
  },
  {
    name: 'long body',
    faults: [{ kind: 'long', by: 5, skip: 1 }],
    says: /^The file is not as long as was announced \(8\.4 MB instead of 8\.4 MB\), so it was not used\./,
    keeps: 0,
  },
  { name: 'redirect loop, once', faults: [{ kind: 'loop', times: 1, skip: 1 }] },
  {
    name: 'redirect loop without end',
    hurry: 15,
    faults: [{ kind: 'loop', skip: 1 }],
    says: NETWORK,
    keeps: 1,
  },
];
