import { createHash } from 'node:crypto';
import { ISOLATION } from '../support/hosts';
import { catalogue } from '../support/hub-test';
import { StaticServer } from '../support/static-server';
import { startHub, type StandInHub } from '../stand-in-hub/start-hub';
import type { BenchModel } from './bench-models';

export interface BenchHosts {
  readonly address: string;
  /** Bytes sent so far, headers included. */
  sent(): { site: number; hub: number };
  stop(): Promise<void>;
}

const REPOSITORY = 'bench/models';

/** The built site with this model as its only one, and a hub that has it where it is a checkpoint. */
export async function startHosts(model: BenchModel, file: Uint8Array): Promise<BenchHosts> {
  const hub = await startHub({
    repos: model.checkpoint ? [{ name: REPOSITORY, files: [{ path: model.id, bytes: file }] }] : [],
  });
  const sha256 = createHash('sha256').update(file).digest('hex');
  const entry = model.checkpoint
    ? { id: model.id, label: model.id, address: `${REPOSITORY}/${model.id}` }
    : { id: model.id, label: model.id, address: './models/bench.onnx', sha256, size: file.length };
  const site = new StaticServer({
    headers: ISOLATION,
    overlays: { 'models.json': catalogue(hub, [entry]), 'models/bench.onnx': { body: file } },
  });
  await site.start();
  return {
    address: site.address,
    sent: () => ({ site: site.bytesSent, hub: hubBytes(hub) }),
    async stop() {
      await site.stop();
      await hub.close();
    },
  };
}

function hubBytes(hub: StandInHub): number {
  return hub.requests.reduce((sum, request) => sum + request.sent(), 0);
}
