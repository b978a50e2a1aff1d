/** Every limit of this folder, with its reason. Bytes, milliseconds or counts, as named. */
export const LIMITS = {
  /** The hub asks for pieces of at least 8 MiB; larger ones lose more when a connection breaks. */
  rangeBytes: 8 * 1024 * 1024,
  /** Of a place of a checkpoint this much is stored at a time, so that no more is lost with the tab. */
  keepBytes: 1024 * 1024,
  /** A model must fit in one array and in the engine's 4 GiB heap besides its own tensors. */
  modelBytes: 2 * 1024 ** 3,
  /** A checkpoint that must come as a whole lies on the disk for a while. YOLOv8x with its optimizer has 0.4 GiB. */
  wholeCheckpointBytes: 512 * 1024 ** 2,
  /** Longer than any address a hub makes; keeps the parser's work bounded. */
  referenceChars: 2048,
  /** The hub's own limit is 96. */
  nameChars: 96,
  /** Git's limit for a reference is a file name, 255. */
  revisionChars: 255,
  pathChars: 1024,
  /** A listing is for people to choose from; the largest repositories of models have some thousands of files. */
  treePages: 40,
  treeEntries: 20_000,
  /** Facts, not files: a page of 1,000 entries is about 300 KB. */
  jsonBytes: 8 * 1024 * 1024,
  catalogueModels: 1000,
  /** Failures in a row without one new byte before giving up. With the delays below: about two minutes. */
  attempts: 8,
  /** The same where a person looks at a busy field: some seconds. */
  attemptsWhileWatched: 3,
  retryFirstMs: 1000,
  retryMostMs: 30_000,
  /** 429 counts requests per five minutes, so waiting that long always ends it. */
  busyFirstMs: 15_000,
  busyMostMs: 300_000,
  /** A connection that is silent for so long is taken for dead, e.g. after a closed lid. */
  stallMs: 30_000,
} as const;
