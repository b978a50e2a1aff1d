import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { LATITUDE_BANDS, type DustyArea } from '../maps/dusty-area';
import styles from './DustyAreaPlot.module.css';
import { bandText } from './track-text';

/** Of the bands from north to south; to be told apart, and from the ground, in light and in dark. */
const COLORS = ['#3b7dd8', '#16988a', '#7f8a1f', '#c9781f', '#d14f3f', '#a35bc4'];
/** Screen pixels. */
const HEIGHT = 240;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** The area of the boxes by sol, in all and in each band of latitude. Sols without a map leave a gap. */
export function DustyAreaPlot({ areas }: { readonly areas: readonly DustyArea[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const dark = useSignal(DARK.matches);
  useSignalEffect(() => {
    const look = () => (dark.value = DARK.matches);
    DARK.addEventListener('change', look);
    return () => DARK.removeEventListener('change', look);
  });
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const drawn = new uPlot(optionsFor(element), dataOf(areas), element);
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
    // Made anew for other colours; new numbers come below.
  }, [dark.value]);
  useEffect(() => plot.current?.setData(dataOf(areas)), [areas]);
  return (
    <div
      class={styles['plot']}
      ref={place}
      role="img"
      aria-label="Plot of the dusty area by sol; its numbers stand in the table after it"
    />
  );
}

function optionsFor(element: HTMLElement): uPlot.Options {
  const ink = () => getComputedStyle(element).color;
  const line = () => getComputedStyle(element).borderTopColor;
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const value = (_: uPlot, area: number | null) => (area === null ? '–' : area.toFixed(2));
  return {
    width: element.clientWidth,
    height: HEIGHT,
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(most, 0.1) * 1.08] } },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, label: 'Sol', labelSize: 20, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
      { ...axis, label: 'Million km²', labelSize: 20, size: 48 },
    ],
    series: [
      { label: 'Sol', value: (_, sol: number | null) => sol ?? '–' },
      { label: 'All', stroke: ink, width: 2, value },
      ...LATITUDE_BANDS.map((band, i) => ({
        label: bandText(band),
        stroke: COLORS[i] ?? 'gray',
        width: 1.5,
        value,
      })),
    ],
  };
}

/** Columns: sols without gaps, all, and each band; in million km2, null where there is no map. */
function dataOf(areas: readonly DustyArea[]): uPlot.AlignedData {
  const [first = 0, last = 0] = [areas[0]?.sol, areas.at(-1)?.sol];
  const sols = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const bySol = new Map(areas.map((area) => [area.sol, area]));
  const column = (read: (area: DustyArea) => number) =>
    sols.map((sol) => {
      const area = bySol.get(sol);
      return area ? read(area) / 1e6 : null;
    });
  return [
    sols,
    column(({ totalKm2 }) => totalKm2),
    ...LATITUDE_BANDS.map((_, i) => column(({ bandsKm2 }) => bandsKm2[i] ?? 0)),
  ];
}
