import type { Tensor } from 'onnxruntime-web/wasm';
import type { Ort } from './runtimes';
import { unitLevels } from './unit-levels';

/** Puts pictures where the network reads them, each in the place of the one before. */
export interface PictureFeed {
  /** @param levels RGB of 0 to 255, as many as `shape` says: `[1, 3, height, width]` */
  tensorOf(levels: Uint8Array, shape: readonly number[]): Tensor;
  free(): void;
}

/** For networks that take bytes. */
export function byteFeed(ort: Ort): PictureFeed {
  return { tensorOf: (levels, shape) => new ort.Tensor('uint8', levels, shape), free: () => undefined };
}

/** For networks that take float32 of 0 to 1, on the CPU. */
export function unitFeed(ort: Ort): PictureFeed {
  const unitOf = reusedUnit();
  return {
    tensorOf: (levels, shape) => new ort.Tensor('float32', unitOf(levels), shape),
    free: () => undefined,
  };
}

/**
 * The same in the memory of the graphics card, without the way through the runtime's own, which takes a fifth of what a
 * run costs beside the card's work (`docs/speed.md`).
 */
export function cardFeed(ort: Ort, device: GPUDevice): PictureFeed {
  const unitOf = reusedUnit();
  let place: GPUBuffer | undefined;
  return {
    tensorOf(levels, shape) {
      const unit = unitOf(levels);
      const size = Math.ceil(unit.byteLength / ALIGNMENT) * ALIGNMENT;
      if (place?.size !== size) {
        place?.destroy();
        place = device.createBuffer({ size, usage: STORAGE | COPY_DST });
      }
      device.queue.writeBuffer(place, 0, unit);
      return ort.Tensor.fromGpuBuffer(place, { dataType: 'float32', dims: shape });
    },
    free() {
      place?.destroy();
      place = undefined;
    },
  };
}

/** `GPUBufferUsage` of the WebGPU specification, of which the compiler does not know the values. */
const STORAGE = 0x80;
const COPY_DST = 0x08;
/** Bytes; onnxruntime-web binds buffers of such lengths alone. */
const ALIGNMENT = 16;

function reusedUnit(): (levels: Uint8Array) => Float32Array<ArrayBuffer> {
  let unit = new Float32Array(0);
  return (levels) => {
    if (unit.length !== levels.length) unit = new Float32Array(levels.length);
    unitLevels(levels, unit);
    return unit;
  };
}
