import type { Notice } from '../state/library';
import styles from './ModelNotice.module.css';
import { pageFor, sentenceFor } from './sentences';

const SAID = {
  verified: 'Verified: every byte is as it should be.',
  'up-to-date': 'There is no newer version.',
  copied: 'Link copied.',
} as const;

/** What became of the last thing that was asked for. */
export function ModelNotice({ notice }: { readonly notice: Notice | undefined }) {
  if (!notice) return null;
  if (notice.kind === 'to-copy') return <span class={styles['said']}>Its link is {notice.address}</span>;
  if (notice.kind !== 'failed') return <span class={styles['said']}>{SAID[notice.kind]}</span>;
  const page = pageFor(notice.error);
  return (
    <span class={styles['failed']} role="alert">
      {sentenceFor(notice.error)}
      {page !== undefined && (
        <>
          {' '}
          <a href={page} target="_blank" rel="noreferrer">
            Open its page
          </a>
        </>
      )}
    </span>
  );
}
