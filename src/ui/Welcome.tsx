import styles from './Welcome.module.css';

/** What stands in the picture's place before there is one. */
export function Welcome() {
  return (
    <div class={styles['welcome']}>
      <h2>Find dust storms in pictures of Mars</h2>
      <p>Drop pictures anywhere on this page, paste one, or choose files. Nothing is uploaded.</p>
    </div>
  );
}
