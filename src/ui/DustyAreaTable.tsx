import { useSignal } from '@preact/signals';
import { LATITUDE_BANDS, type DustyArea } from '../maps/dusty-area';
import styles from './DustyAreaTable.module.css';
import { bandText } from './track-text';

/** What the plot shows, as numbers, for who asks for them. */
export function DustyAreaTable({ areas }: { readonly areas: readonly DustyArea[] }) {
  const open = useSignal(false);
  return (
    <div class={styles['numbers']}>
      <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        Dusty area in numbers
      </button>
      {open.value && <Numbers areas={areas} />}
    </div>
  );
}

function Numbers({ areas }: { readonly areas: readonly DustyArea[] }) {
  return (
    <div class={styles['scroll']} role="region" aria-label="Dusty area by sol, scrolls" tabIndex={0}>
      <table class={styles['table']} aria-label="Dusty area by sol">
        <thead>
          <tr>
            <th scope="col">Sol</th>
            <th scope="col">All</th>
            {LATITUDE_BANDS.map((band) => (
              <th scope="col" key={band.north}>
                {bandText(band)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map(({ sol, totalKm2, bandsKm2 }) => (
            <tr key={sol}>
              <th scope="row">{sol}</th>
              {[totalKm2, ...bandsKm2].map((area, i) => (
                <td key={i}>{(area / 1e6).toFixed(3)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
