import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import styles from './Panel.module.css';
import { useKeptFocus } from './use-kept-focus';

interface PanelProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A titled group of controls or results. */
export function Panel({ title, children }: PanelProps) {
  const place = useRef<HTMLElement>(null);
  useKeptFocus(place);
  return (
    <section ref={place} class={styles['panel']}>
      <h2 class={styles['title']}>{title}</h2>
      {children}
    </section>
  );
}
