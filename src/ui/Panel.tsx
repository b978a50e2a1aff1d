import type { ComponentChildren } from 'preact';
import styles from './Panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A titled group of controls or results. */
export function Panel({ title, children }: PanelProps) {
  return (
    <section class={styles['panel']}>
      <h2 class={styles['title']}>{title}</h2>
      {children}
    </section>
  );
}
