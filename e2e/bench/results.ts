/** What `bench/results.json` holds; documented in `docs/performance.md`. Times in milliseconds. */
export interface BenchResults {
  readonly version: 4;
  /** ISO 8601. */
  readonly finished_at: string;
  readonly machine: Machine;
  readonly quick: boolean;
  readonly rows: readonly ModelRow[];
  readonly targets: readonly TargetRow[];
  /** Models that could not be measured, and why. */
  readonly failures: readonly { readonly model: string; readonly reason: string }[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly system: string;
  readonly browser: string;
  /** Mean number of runnable processes over the last minute, before and after: above `cores`, others worked too. */
  readonly load: readonly [before: number, after: number];
}

/** One model on one backend. */
export interface ModelRow {
  readonly model: string;
  /** What the site says that it runs on, e.g. `WebAssembly, 2 threads`. */
  readonly engine: string;
  /** On a WebGPU adapter that is software: proves the function, says nothing of speed. */
  readonly software: boolean;
  /** Width and height of the network's input in pixels. */
  readonly input: readonly [width: number, height: number];
  readonly visits: Visits;
  readonly unwatched: Unwatched;
  readonly latency: Latency;
  readonly batch: Batch;
  readonly wide?: WidePicture;
  readonly growth?: Growth;
}

export interface Visit {
  /** Sent by the site and by the hub, headers included. */
  readonly site_bytes: number;
  readonly hub_bytes: number;
  /** From the start of the navigation. */
  readonly usable_ms: number;
  readonly ready_ms: number;
  readonly first_detection_ms: number;
  /** The network's part of the first detection. */
  readonly first_inference_ms: number;
  /** `VmHWM` of the page's renderer process after the first detection. */
  readonly peak_mb: number;
}

export interface BareVisit {
  readonly bytes: number;
  /** From the start of the navigation to the open session, and to the end of the first run. */
  readonly ready_ms: number;
  readonly first_run_ms: number;
  readonly peak_mb: number;
}

/** A visit with no tool attached to the browser. */
export interface UnwatchedVisit {
  /** From the start of the navigation to the first detection, or to the end of the bare page's first run. */
  readonly result_ms: number;
  /** As in `Visit`. */
  readonly peak_mb: number;
}

/** Medians over the rounds. */
export interface Unwatched {
  readonly first: UnwatchedVisit;
  readonly second: UnwatchedVisit;
  readonly bare_first: UnwatchedVisit;
  readonly bare_second: UnwatchedVisit;
  readonly second_ratio: number;
}

/** Medians over the rounds. */
export interface Visits {
  readonly first: Visit;
  readonly second: Visit;
  readonly bare_first: BareVisit;
  readonly bare_second: BareVisit;
  /** Second visit to first detection / the bare page's load and first run. */
  readonly second_ratio: number;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
}

export interface Latency {
  readonly runs: number;
  readonly decode: Spread;
  readonly letterbox: Spread;
  readonly inference: Spread;
  readonly suppression: Spread;
  /** Decoded picture in, boxes out: letterbox, inference and suppression. */
  readonly end_to_end: Spread;
  readonly with_decoding: Spread;
  /** From the click on `Detect` to the sentence that it is done, as the page shows it. */
  readonly wall: Spread;
  readonly bare: Spread;
  /** Medians of the quotients of neighbouring runs. */
  readonly inference_ratio: number;
  readonly end_to_end_ratio: number;
  readonly with_decoding_ratio: number;
  readonly wall_ratio: number;
}

export interface Batch {
  readonly pictures: number;
  readonly total_ms: number;
  readonly bare_ms: number;
  readonly pictures_per_second: number;
  readonly ratio: number;
}

/** A picture of 16:9 and a square one on a model with free sides. */
export interface WidePicture {
  readonly wide: Spread;
  readonly square: Spread;
  readonly ratio: number;
}

export interface Slope {
  /** What the renderer has allocated after each round. */
  readonly samples_mb: readonly number[];
  readonly slope_mb_per_1000: number;
  /** Two standard errors of the slope, which allow for samples that are like those before them. */
  readonly error_mb_per_1000: number;
  /** How far the slope over a thousand lies from that over all: twice the root mean square, over each thousand in a row. */
  readonly noise_mb_per_1000: number;
}

export interface Growth extends Slope {
  readonly detections: number;
  /** With queues that are taken away and replaced. */
  readonly new_pictures: Slope;
  /** Of a page that does nothing but read the same files as often. */
  readonly reading: Slope;
}

export interface TargetRow {
  readonly model: string;
  readonly target: string;
  readonly value: number;
  readonly limit: number;
  readonly reached: boolean;
}
