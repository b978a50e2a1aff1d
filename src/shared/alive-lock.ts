/** What every worker offers besides its own calls. */
export interface Alive {
  /** Name of a Web Lock that the worker holds for as long as it lives: whoever gets it knows that the worker is gone. */
  aliveLock(): Promise<string>;
}
