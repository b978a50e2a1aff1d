import { LATITUDE_BANDS, type DustyArea } from '../maps/dusty-area';
import styles from './DustyAreaTable.module.css';
import { bandText } from './track-text';

/** What the plot shows, as numbers. */
export function DustyAreaTable({ areas }: { readonly areas: readonly DustyArea[] }) {
  return (
    <details class={styles['details']}>
      <summary>Dusty area in numbers</summary>
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
    </details>
  );
}
