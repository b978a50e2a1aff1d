import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { BROWSER } from './browser-options';

/** An answer of the DevTools protocol, or an event, which has no `id`. */
interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

type Answer = (message: Message) => void;
type Listener<T> = (params: T) => void;
type Code<A extends readonly unknown[], T> = (...args: A) => T | Promise<T>;

/** Seldom, so that asking takes nothing of what is measured; milliseconds. */
const POLLING_MS = 100;
const PATIENCE_MS = 300_000;

/**
 * A browser that is told where to go and asked what came of it, and left alone in between. Playwright has the browser
 * keep the body of every answer in the page's process, once more as base64, and hold each worker at its start until it
 * was told of it: 30 to 100 MB and a twentieth of a second that nobody has who uses a site.
 */
export class PipedBrowser {
  private readonly answers = new Map<number, Answer>();
  private readonly listeners = new Map<string, Listener<unknown>>();
  private readonly commands: Writable;
  private readonly child: ChildProcess;
  private lastId = 0;

  /** @param profile folder that outlives the browser */
  constructor(profile: string, args: readonly string[] = []) {
    const own = ['--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'];
    const program = BROWSER.executablePath ?? chromium.executablePath();
    // The protocol is spoken on the fourth and the fifth of these, messages end with a zero byte.
    this.child = spawn(program, [...BROWSER.args, ...args, ...own], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const [, , , commands, replies] = this.child.stdio;
    this.commands = commands as Writable;
    let rest = '';
    (replies as Readable).setEncoding('utf8').on('data', (data: string) => {
      const messages = (rest + data).split('\0');
      rest = messages.pop() ?? '';
      for (const text of messages) this.hear(JSON.parse(text) as Message);
    });
  }

  /** Opens an address in a tab of its own; `script` runs in it before anything else. */
  async open(address: string, script = ''): Promise<PipedPage> {
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    await this.send('Page.enable', {}, sessionId);
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: script }, sessionId);
    await this.send('Page.navigate', { url: address }, sessionId);
    return new PipedPage(
      (method, params, thread = sessionId) => this.send(method, params, thread),
      (event, listener) => this.listeners.set(event, listener as Listener<unknown>),
    );
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.send('Browser.close', {}).catch(() => undefined);
    await ended;
  }

  private send<T>(method: string, params: object, sessionId?: string): Promise<T> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.answers.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as T);
      });
      this.commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  private hear(message: Message): void {
    const { id = 0, method = '', params } = message;
    this.answers.get(id)?.(message);
    this.answers.delete(id);
    if (params) this.listeners.get(method)?.(params);
  }
}

interface Evaluated {
  readonly result: { readonly value?: unknown; readonly objectId?: string };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

/** A tab of such a browser. Functions are sent to it as text and stand alone. */
export class PipedPage {
  constructor(
    /** Sends a command of the DevTools protocol to the page, or to a session of one of its workers. */
    readonly send: <T>(method: string, params: object, session?: string) => Promise<T>,
    /** Listens to an event, of all pages of the browser. */
    readonly on: <T>(event: string, listener: Listener<T>) => void,
  ) {}

  async evaluate<A extends readonly unknown[], T>(code: Code<A, T>, ...args: A): Promise<T> {
    const { result, exceptionDetails } = await this.send<Evaluated>('Runtime.evaluate', {
      expression: callOf(code, ...args),
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'it failed in the page');
    return result.value as T;
  }

  /** Gives files of the disk to the input that `selector` finds, as a person who chooses them. */
  async giveFiles(selector: string, files: readonly string[]): Promise<void> {
    const expression = `document.querySelector(${JSON.stringify(selector)})`;
    const { result } = await this.send<Evaluated>('Runtime.evaluate', { expression });
    const { objectId } = result;
    await this.send('DOM.setFileInputFiles', { files, objectId });
    // It would hold on to the input for as long as the page is open.
    await this.send('Runtime.releaseObject', { objectId });
  }

  /** What `code` answers as soon as that is neither undefined nor false. */
  async until<A extends readonly unknown[], T>(code: Code<A, T | undefined | false>, ...args: A): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await this.evaluate(code, ...args);
      if (value !== undefined && value !== false) return value;
      if (Date.now() > end) throw new Error(`it never came: ${code.toString()}`);
      await delay(POLLING_MS);
    }
  }
}

/** The call of a function as text. */
export function callOf<A extends readonly unknown[], T>(code: Code<A, T>, ...args: A): string {
  return `(${code.toString()})(${args.map((value) => JSON.stringify(value)).join()})`;
}
