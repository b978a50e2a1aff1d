import { readdirSync } from 'node:fs';
import path from 'node:path';
import { gradient, picture } from './support/pictures';
import { DIST } from './support/static-server';
import { expect, test } from './support/test';

test('a result stands, and it is said what is missing, where the code of the downloads could not be fetched', async ({
  app,
  site,
  page,
}) => {
  const part = readdirSync(path.join(DIST, 'assets')).find((name) => /^DownloadButtons-.*\.js$/.test(name));
  expect(part).toBeDefined();
  site.put(`assets/${part ?? ''}`, { status: 404, body: 'not here' });
  await app.open(site.address);
  await app.add(await picture('plain.png', gradient(320, 160)));
  await app.run({ done: 1 });
  await expect(page.getByText('The downloads could not be loaded.')).toBeVisible();
  await expect(app.button('Download JSON')).toHaveCount(0);
});
