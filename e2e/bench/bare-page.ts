import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Size } from '../../src/shared/types';
import { ISOLATION } from '../support/hosts';
import { StaticServer, type Overlay } from '../support/static-server';
import { inputTensor } from './input-tensor';
import { POLLING } from './site-page';

const RUNTIME = path.resolve(import.meta.dirname, '../../node_modules/onnxruntime-web/dist');

export interface BareOptions {
  readonly onnx: Uint8Array;
  readonly picture: Buffer;
  readonly input: Size;
  readonly threads: number;
  readonly provider: 'wasm' | 'webgpu';
}

export interface BareScope {
  readonly bare?: {
    readonly opened: number;
    readonly firstRun: number;
    run(times: number): Promise<number[]>;
  };
  readonly readFiles?: () => Promise<void>;
}

/** A server of the bare page, isolated like the site, with nothing on it but onnxruntime-web, model and tensor. */
export class BareSite {
  private readonly server: StaticServer;
  private readonly query: string;

  private constructor(overlays: Readonly<Record<string, Overlay>>, options: BareOptions) {
    this.server = new StaticServer({ headers: ISOLATION, overlays });
    const { input, threads, provider } = options;
    const { width, height } = input;
    this.query = new URLSearchParams(
      Object.entries({ threads, provider, width, height }).map(([name, value]) => [name, String(value)]),
    ).toString();
  }

  static async start(options: BareOptions): Promise<BareSite> {
    const tensor = await inputTensor(options.picture, options.input);
    const files = readdirSync(RUNTIME).filter((name) => /\.(mjs|wasm)$/.test(name));
    const overlays = Object.fromEntries(
      files.map((name): [string, Overlay] => {
        // Compiled while it arrives, and kept compiled by the browser, only where it is of this type.
        const type = name.endsWith('.wasm') ? { type: 'application/wasm' } : {};
        return [name, { file: path.join(RUNTIME, name), ...type }];
      }),
    );
    const bare = new BareSite(
      {
        ...overlays,
        ...Object.fromEntries(
          ['bare.html', 'bare.mjs', 'bare-worker.mjs', 'bare-files.html', 'bare-files-worker.mjs'].map(
            (name) => [name, { file: path.join(import.meta.dirname, name) }],
          ),
        ),
        'model.onnx': { body: options.onnx },
        'tensor.f32': { body: new Uint8Array(tensor.buffer) },
      },
      options,
    );
    await bare.server.start();
    return bare;
  }

  get bytesSent(): number {
    return this.server.bytesSent;
  }

  addressOf(place: 'page' | 'worker'): string {
    return `${this.server.address}bare.html?${this.query}&place=${place}`;
  }

  /** Of the page that only reads files. */
  get readingAddress(): string {
    return `${this.server.address}bare-files.html`;
  }

  /**
   * Loads the page; milliseconds from the start of the navigation to the open session and to the end of its run. The
   * page itself is up sooner; a worker, as the site has one, runs faster, since a page may not sleep while it waits.
   */
  async open(page: Page, place: 'page' | 'worker'): Promise<{ opened: number; firstRun: number }> {
    await page.goto(this.addressOf(place));
    await page.waitForFunction(() => (globalThis as BareScope).bare, undefined, POLLING);
    return page.evaluate(() => {
      const { opened = NaN, firstRun = NaN } = (globalThis as BareScope).bare ?? {};
      return { opened, firstRun };
    });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** Milliseconds of so many runs, one after the other. */
export function runBare(page: Page, times: number): Promise<number[]> {
  return page.evaluate((times) => (globalThis as BareScope).bare?.run(times) ?? [], times);
}
