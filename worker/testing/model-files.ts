import { readFileSync } from 'node:fs';
import { fixture } from '../../.config/fixtures';
import { convertCheckpoint } from '../convert/convert-checkpoint';
import { bytesSource } from '../engine/bytes-source';

/** A file of the project or of the fixtures. */
export function readModel(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.resolve(new Uint8Array(readFileSync(name)));
}

/** The ONNX file that is made of a checkpoint of the fixtures. */
export async function convertFixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return (await convertCheckpoint(bytesSource(await readModel(fixture(name))))).onnx;
}
