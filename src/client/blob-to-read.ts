/** Of one blob: each that is made takes as much as a reading of it, and some bytes for good. */
const READINGS = 4;

const blobs = new WeakMap<Blob, { readonly blob: Blob; readings: number }>();

/**
 * The blob that a file's bytes are to be read from this time. Chromium keeps half a kilobyte of each reading of a blob,
 * and of each blob that is made of it, for as long as it is held, and a file is held for as long as it lies in the queue:
 * one that is read over and over is read through blobs, each made of the one before, that are let go after so many
 * readings.
 */
export function blobToRead(file: Blob): Blob {
  const current = blobs.get(file);
  if (current && current.readings < READINGS) {
    current.readings++;
    return current.blob;
  }
  const blob = current ? new Blob([current.blob], { type: file.type }) : file;
  blobs.set(file, { blob, readings: 1 });
  return blob;
}
