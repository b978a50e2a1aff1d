import { useSignal } from '@preact/signals';
import { edgesOfExtent } from '../maps/edges-of-extent';
import { extentOfEdges, type MapEdges } from '../maps/extent-of-edges';
import type { LongitudeConvention } from '../maps/longitude-convention';
import type { MapExtent } from '../maps/map-frame';
import type { MapSetting } from '../state/remembered-maps';
import { EDGE_SENTENCES } from './map-sentences';
import styles from './MapPanel.module.css';

interface ExtentFieldsProps {
  readonly setting: MapSetting;
  readonly onChange: (change: Partial<MapSetting>) => void;
}

type Texts = Readonly<Record<keyof MapEdges, string>>;

/** What is being typed, and the setting it belongs to. */
interface Draft {
  readonly texts: Texts;
  readonly extent: MapExtent;
  readonly convention: LongitudeConvention;
}

const FIELDS = [
  { edge: 'left', label: 'West' },
  { edge: 'right', label: 'East' },
  { edge: 'top', label: 'North' },
  { edge: 'bottom', label: 'South' },
] as const satisfies readonly { edge: keyof MapEdges; label: string }[];

/** The edges of a map, as the person writes longitudes. What makes no map is said and changes nothing. */
export function ExtentFields({ setting, onChange }: ExtentFieldsProps) {
  const { extent, convention } = setting;
  const draft = useSignal<Draft | undefined>(undefined);
  const typed = draft.value;
  const isTyped = typed && sameAs(typed.extent, extent) && sameConvention(typed.convention, convention);
  const texts = isTyped ? typed.texts : textsOf(edgesOfExtent(extent, convention));
  const result = extentOfEdges(edgesOf(texts), convention);
  const type = (edge: keyof MapEdges, text: string) => {
    const next = { ...texts, [edge]: text };
    const outcome = extentOfEdges(edgesOf(next), convention);
    draft.value = { texts: next, extent: outcome.ok ? outcome.extent : extent, convention };
    if (outcome.ok) onChange({ extent: outcome.extent });
  };
  return (
    <>
      <div class={styles['fields']}>
        {FIELDS.map(({ edge, label }) => (
          <label key={edge} class={styles['field']}>
            {label}
            <input
              type="number"
              step="any"
              value={texts[edge]}
              aria-invalid={!result.ok}
              aria-describedby="map-fault"
              onInput={({ currentTarget }) => type(edge, currentTarget.value)}
            />
          </label>
        ))}
        <ConventionFields convention={convention} onChange={(next) => onChange({ convention: next })} />
      </div>
      <p class={styles['fault']} id="map-fault" aria-live="polite">
        {!result.ok && EDGE_SENTENCES[result.fault]}
      </p>
    </>
  );
}

interface ConventionFieldsProps {
  readonly convention: LongitudeConvention;
  readonly onChange: (convention: LongitudeConvention) => void;
}

/** How longitudes are written; the map stays where it is. */
function ConventionFields({ convention, onChange }: ConventionFieldsProps) {
  const { range, positive } = convention;
  return (
    <>
      <label class={styles['field']}>
        Longitudes
        <select
          value={range}
          onChange={({ currentTarget: { value } }) =>
            onChange({ positive, range: value === '0-360' ? '0-360' : '-180-180' })
          }
        >
          <option value="-180-180">-180 to 180</option>
          <option value="0-360">0 to 360</option>
        </select>
      </label>
      <label class={styles['field']}>
        Positive
        <select
          value={positive}
          onChange={({ currentTarget: { value } }) =>
            onChange({ range, positive: value === 'west' ? 'west' : 'east' })
          }
        >
          <option value="east">East</option>
          <option value="west">West</option>
        </select>
      </label>
    </>
  );
}

function textsOf({ left, right, top, bottom }: MapEdges): Texts {
  return { left: String(left), right: String(right), top: String(top), bottom: String(bottom) };
}

function edgesOf({ left, right, top, bottom }: Texts): MapEdges {
  return { left: degrees(left), right: degrees(right), top: degrees(top), bottom: degrees(bottom) };
}

/** An empty field is no number, and not 0. */
function degrees(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

function sameAs(a: MapExtent, b: MapExtent): boolean {
  return a.west === b.west && a.east === b.east && a.north === b.north && a.south === b.south;
}

function sameConvention(a: LongitudeConvention, b: LongitudeConvention): boolean {
  return a.range === b.range && a.positive === b.positive;
}
