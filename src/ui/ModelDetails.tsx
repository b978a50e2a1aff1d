import type { CheckpointFacts, ModelView } from '../shared/models-api';
import { formatBytes, formatCount, formatDate } from './format';
import styles from './ModelDetails.module.css';

/** What is known of a model, in full; for who wants to know. */
export function ModelDetails({ model }: { readonly model: ModelView }) {
  const { source, page, commit, sha256, sha256Published, keptAt, usedAt, facts } = model;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Source', source],
    ['Commit', commit],
    [sha256Published ? 'SHA-256, as published' : 'SHA-256, recorded on first use', sha256],
    ['Kept since', keptAt === undefined ? undefined : formatDate(keptAt)],
    ['Last used', usedAt === undefined ? undefined : formatDate(usedAt)],
    ['Task', facts?.task],
    ['Classes', facts && classList(facts.classes)],
    ['Input size', facts && `${facts.inputSize.width} x ${facts.inputSize.height} px`],
    ...checkpointRows(facts?.checkpoint),
  ];
  return (
    <details class={styles['details']}>
      <summary>Details</summary>
      <dl>
        {rows.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {page !== undefined && (
        <a href={page} target="_blank" rel="noreferrer">
          Page of this model
        </a>
      )}
    </details>
  );
}

/** What a checkpoint says of its training. */
function checkpointRows(
  checkpoint: CheckpointFacts | undefined,
): readonly (readonly [string, string | undefined])[] {
  if (!checkpoint) return [];
  const { architecture, parameters, date, version, license, metrics, bytesRead, fileSize } = checkpoint;
  return [
    checkpoint.sha256OfParts === undefined
      ? ['Checkpoint', `${formatBytes(bytesRead)} of ${formatBytes(fileSize)} hold the network`]
      : ['Converted from a checkpoint', `${formatBytes(bytesRead)} read of ${formatBytes(fileSize)}`],
    ['SHA-256 of the parts read', checkpoint.sha256OfParts],
    ['Network', `${architecture ?? 'unnamed'}, ${formatCount(parameters)} parameters`],
    ['Trained', date && `${date.slice(0, 10)}${version ? ` with Ultralytics ${version}` : ''}`],
    ['License', license],
    ['Training metrics', factList(metrics)],
    ['Training arguments', factList(checkpoint.arguments)],
  ];
}

function factList(facts: CheckpointFacts['metrics']): string | undefined {
  return facts.length === 0
    ? undefined
    : facts.map(([name, value]) => `${name}: ${String(value)}`).join(', ');
}

const NAMED = 12;

function classList(classes: readonly string[]): string {
  const rest = classes.length - NAMED;
  return classes.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
