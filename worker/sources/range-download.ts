import type { Block } from '../bytes/block';
import type { BackoffOptions } from './backoff';
import type { Asked } from './hub-error';
import type { FileFacts } from './judge-answer';
import type { HubAccess, Transport } from './transport';

export interface RangeRequest {
  /** Asked anew for every range, so that each gets a signature of its own. */
  readonly address: string;
  readonly hub?: HubAccess | undefined;
  readonly asked?: Asked | undefined;
  /** First byte wanted: where the stored ranges end. */
  readonly offset: number;
  readonly known: FileFacts;
  /** False for a file that is better asked for as a whole, e.g. one that a service worker holds. */
  readonly ranged?: boolean;
}

export interface RangeSink {
  /** What the first answer told; comes before its bytes, and again only after `restart`. */
  learned(facts: FileFacts): Promise<void>;
  /** The next range. The bytes are overwritten once the promise has resolved. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The server sends from the beginning: everything written so far is void. */
  restart(): Promise<void>;
}

export interface RangeOptions extends BackoffOptions {
  /** Bytes a range; the last may be shorter. */
  readonly rangeBytes?: number;
  /** The position in the file after every piece that came. */
  readonly onPosition?: (position: number) => void;
}

/** A download under way. */
export interface RangeDownload {
  readonly request: RangeRequest;
  readonly sink: RangeSink;
  readonly transport: Transport;
  readonly options: RangeOptions;
  readonly block: Block;
  facts: FileFacts;
  /** False once the server's ranges turned out to be unreadable. */
  ranged: boolean;
  finished: boolean;
}
