import { computed, signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { perItem } from './per-item';
import { createPictures } from './pictures';

test('what is made of a picture is made anew only where something of it has changed', () => {
  const pictures = createPictures();
  pictures.add(['a.png', 'b.png', 'c.png'].map((name) => new File([], name)));
  const threshold = signal(1);
  const made: string[] = [];
  const textOf = perItem((item) => {
    made.push(item.name);
    return `${item.name} ${item.status.value.kind} ${threshold.value}`;
  });
  const all = computed(() => pictures.items.value.map(textOf));
  expect(all.value).toHaveLength(3);
  const [, second] = pictures.items.peek();
  if (second) second.status.value = { kind: 'running' };
  expect(all.value).toEqual(['a.png queued 1', 'b.png running 1', 'c.png queued 1']);
  expect(made).toEqual(['a.png', 'b.png', 'c.png', 'b.png']);
  threshold.value = 2;
  expect(all.value[2]).toBe('c.png queued 2');
  expect(made).toHaveLength(7);
});
