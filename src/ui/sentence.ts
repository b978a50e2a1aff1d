import type { ErrorData } from '../shared/errors';

/** What happened and what to do about it, made from an error's data. */
export type Sentence = (data: ErrorData) => string;
