import { deviceReport } from '../client/device-report';
import type { StorageReport } from '../shared/models-api';
import type { Engine } from './engine';
import type { Library } from './library';
import type { Models } from './models';

interface Deps {
  readonly engine: Engine;
  readonly models: Models;
  readonly library: Library;
}

/** What runs on what, for `About this device`. */
export async function describeDevice({
  engine,
  models,
  library,
}: Deps): Promise<Readonly<Record<string, string | number | boolean>>> {
  const state = models.state.value;
  const running = state.kind === 'ready' ? state.model.engine : undefined;
  return {
    ...(running && {
      engine: `onnxruntime-web ${running.version} (${running.runtime}), ${running.provider}`,
      threads: running.threads,
    }),
    ...deviceReport(await engine.capabilities()),
    storage: storageText(library.storage.value),
  };
}

function storageText(report: StorageReport | undefined): string {
  if (!report?.available) return 'none';
  const { usage, quota, persisted } = report;
  return `${usage ?? 'unknown'} of ${quota ?? 'unknown'} bytes, ${persisted ? '' : 'not '}persistent`;
}
