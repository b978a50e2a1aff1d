import sharp from 'sharp';
import { gradient, picture } from './support/pictures';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('zooming stays smooth on a map of 7200 x 3600', async ({ app, site, page }) => {
  await app.openWithoutEngine(site);
  const large = sharp(await gradient(1800, 900).toBuffer())
    .resize(7200, 3600)
    .jpeg();
  await app.add(await picture('large.jpg', large));
  await expect(page.getByText('7,200 x 3,600 px')).toBeVisible();
  const zoomed = await page.evaluate(frameTimes, { selector: '[role=application]', wheel: true });
  // The same number of frames of the simplest thing a browser can move, on the same machine at the same time.
  const simple = await page.evaluate(frameTimes, { selector: 'h1', wheel: false });
  const [p95, base] = [percentile(zoomed, 0.95), percentile(simple, 0.95)];
  console.log(
    `  frames of 60 wheel steps: median ${percentile(zoomed, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms,` +
      ` ${(p95 / base).toFixed(1)} times a bare transform's ${base.toFixed(0)} ms`,
  );
  expect(percentile(zoomed, 0.5)).toBeLessThan(2.5 * Math.max(percentile(simple, 0.5), 1000 / 60));
});

test('a queue that nobody looks after is drawn twice a second, one that is touched ten times', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  const small = await picture('0.png', gradient(320, 160));
  await app.add(...Array.from({ length: 40 }, (_, i) => ({ ...small, name: `${i}.png` })));
  const alone = await page.evaluate(namesShown, false);
  const touched = await page.evaluate(namesShown, true);
  console.log(
    `  names of 40 pictures shown while they run: ${touched.names} in ${touched.seconds.toFixed(1)} s when touched, ${alone.names} in ${alone.seconds.toFixed(1)} s alone, ${alone.late} of them after a second`,
  );
  expect(touched.names).toBeGreaterThanOrEqual(Math.min(40, 5 * touched.seconds));
  // The first tenth of a second shows all that comes within it.
  expect(touched.names).toBeLessThanOrEqual(10 * touched.seconds + 5);
  // The click counts as a touch, for a second.
  expect(alone.late).toBeLessThanOrEqual(2 * alone.seconds + 3);
  await expect(app.status).toHaveText(/ in 40 pictures\./);
});

/** Runs the queue; how many names the status told meanwhile, how many after a second, and how long it took. */
async function namesShown(touching: boolean) {
  const status = document.querySelector('[role=status]');
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Detect');
  if (!status || !button) throw new Error('nothing to run');
  const names = new Set<string>();
  let late = 0;
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      const name = /^Running (\S+),/.exec(status.textContent)?.[1];
      if (name && !names.has(name) && performance.now() - started > 1_000) late++;
      if (name) names.add(name);
      if (touching) dispatchEvent(new Event('pointermove'));
      if (!name && names.size > 0) {
        observer.disconnect();
        resolve();
      }
    });
    observer.observe(status, { childList: true, characterData: true, subtree: true });
    button.click();
  });
  return { names: names.size, late, seconds: (performance.now() - started) / 1000 };
}

/** Milliseconds between the frames of 60 steps: of the wheel at the stage, or of a transform. */
async function frameTimes({
  selector,
  wheel,
}: {
  selector: string;
  wheel: boolean;
}): Promise<readonly number[]> {
  const target = document.querySelector<HTMLElement>(selector);
  if (!target) throw new Error(`no ${selector}`);
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const { left, top } = target.getBoundingClientRect();
  const init = { bubbles: true, cancelable: true, clientX: left + 300, clientY: top + 150, ctrlKey: true };
  const times: number[] = [];
  let last = await frame();
  for (let i = 0; i < 60; i++) {
    if (wheel) target.dispatchEvent(new WheelEvent('wheel', { ...init, deltaY: -60 }));
    else target.style.transform = `translateX(${i % 10}px)`;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
