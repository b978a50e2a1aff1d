import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { AppPage } from './app-page';
import { isEngine } from './engine-worker';
import { expect } from './test';
import { DIST, type StaticServer } from './static-server';

/** Makes Chromium offer WebGPU without a graphics card, computed by the CPU. */
export const SOFTWARE_GRAPHICS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Lets the software adapter pass for a graphics card, so that it is chosen without being asked for; to the page, which
 * chooses, not to the engine. It has no half precision, which it can be said to have.
 */
export async function presentAsCard(page: Page, { half = false } = {}): Promise<void> {
  await page.addInitScript((halfPrecision) => {
    const info = { vendor: 'test', architecture: 'card', isFallbackAdapter: false };
    const { prototype } = (globalThis as unknown as { GPUAdapter: { prototype: object } }).GPUAdapter;
    Object.defineProperty(prototype, 'info', { get: () => info });
    if (halfPrecision) Object.defineProperty(prototype, 'features', { get: () => new Set(['shader-f16']) });
  }, half);
}

/** Ways for a graphics card to fail, as code that runs in the engine's worker before anything else. */
export const FAULTS = {
  /** Nothing: only lets a test reach the device. */
  none: '',
  /** What is read back from the card is passed through `value`. */
  readBack: (value: string) => `{
    const map = GPUBuffer.prototype.getMappedRange;
    GPUBuffer.prototype.getMappedRange = function (...range) {
      const bytes = map.apply(this, range);
      if (this.usage & GPUBufferUsage.MAP_READ && bytes.byteLength % 4 === 0) {
        const values = new Float32Array(bytes);
        values.forEach((value, i) => { values[i] = ${value}; });
      }
      return bytes;
    };
  }`,
  noShaders: `GPUDevice.prototype.createShaderModule = () => { throw new Error('no shaders today'); };`,
} as const;

/** Serves the engine's worker with a fault in its graphics card; the device can be reached as `testDevice`. */
export function breakGraphics(site: StaticServer, fault: string): void {
  const name = readdirSync(path.join(DIST, 'assets')).find((file) => file.startsWith('engine-main')) ?? '';
  const keep = `{
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...options) {
      return (globalThis.testDevice = await request.apply(this, options));
    };
  }`;
  const code = readFileSync(path.join(DIST, 'assets', name), 'utf8');
  site.put(`assets/${name}`, { body: `${keep}\n${fault}\n${code}`, type: 'text/javascript' });
}

/** Takes the graphics card away, as a reset of its driver does. */
export async function loseDevice(page: Page): Promise<void> {
  const worker = page.workers().find(isEngine);
  if (!worker) throw new Error('no engine');
  await worker.evaluate(() => {
    (globalThis as unknown as { testDevice: { destroy(): void } }).testDevice.destroy();
  });
}

/** What the page says of its engine. */
export async function expectEngine(app: AppPage, name: RegExp, reason: string | RegExp): Promise<void> {
  await expect(app.page.getByText(name)).toBeVisible({ timeout: 90_000 });
  await expect(app.page.getByText(reason)).toBeVisible();
}
