/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a picture in its pixels. `x` and `y` lie inside the picture; on a picture that wraps, `x + width` may
 * run over the right edge and go on from the left one.
 */
export interface Tile extends Size {
  readonly x: number;
  readonly y: number;
}

/** x1, y1, x2, y2 in pixels; x to the right, y down, origin at the top left corner of the first pixel. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** One object found; the box is in pixels of the ORIGINAL picture (EXIF orientation applied), clipped to it. */
export interface Detection {
  readonly box: Box;
  /** 0 to 1. */
  readonly confidence: number;
  readonly classId: number;
}

/** Milliseconds spent in each stage of one picture. */
export interface Timings {
  readonly decode: number;
  readonly letterbox: number;
  readonly inference: number;
  readonly suppression: number;
}

/** Adjustable without running the network again. */
export interface Thresholds {
  /** A detection is kept when its confidence is strictly greater; 0 to 1. */
  readonly confidence: number;
  /** A box is dropped when its IoU with a better one of the same class is strictly greater; 0 to 1. */
  readonly iou: number;
  /** At most so many detections a picture, the most confident ones. */
  readonly maxDetections: number;
  /** Suppress across classes instead of within each. */
  readonly agnostic: boolean;
}

/** How a picture of size `picture` lies in the network's input: scaled by `gain`, then moved by `left`, `top`. */
export interface Placement {
  readonly picture: Size;
  readonly input: Size;
  readonly gain: number;
  readonly left: number;
  readonly top: number;
}

/**
 * What the network proposed for one picture, before suppression; sorted by falling score.
 * `boxes` holds x1, y1, x2, y2 per candidate in pixels of the network's input.
 */
export interface Candidates {
  readonly boxes: Float32Array<ArrayBuffer>;
  readonly scores: Float32Array<ArrayBuffer>;
  readonly classIds: Uint16Array<ArrayBuffer>;
  readonly placement: Placement;
  /** An end-to-end head has already suppressed: only thresholds apply. */
  readonly suppressed: boolean;
}

/** What a model file says of itself. */
export interface ModelMetadata {
  readonly task: string;
  /** Class names by class id. */
  readonly names: readonly string[];
  /** Height and width the model was exported for, in pixels. */
  readonly inputSize: Size;
  readonly stride: number;
  /** The smallest rectangle may be used instead of a square. */
  readonly dynamic: boolean;
  readonly description: string | undefined;
  readonly license: string | undefined;
}

/** A model the site offers, as `public/models.json` lists it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly label: string;
  /** Absolute address of the file. */
  readonly address: string;
  /** 64 lower-case hex digits; undefined where the owner of the site gave none. */
  readonly sha256: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  readonly thresholds: Partial<Pick<Thresholds, 'confidence' | 'iou' | 'maxDetections'>>;
  /** Side in picture pixels of the tiles that whole maps are cut into, the scale the model was trained at. */
  readonly tileSide: number | undefined;
}
