import { untracked, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import type { LongitudeConvention } from '../maps/longitude-convention';
import type { MapFrame } from '../maps/map-frame';
import type { Viewer } from '../state/viewer';
import type { Point } from '../state/viewport';
import styles from './MapReadout.module.css';
import { positionText } from './position-text';

interface MapReadoutProps {
  readonly viewer: Viewer;
  readonly frame: MapFrame;
  readonly convention: LongitudeConvention;
  /** Stage point of the pointer. */
  readonly pointer: ReadonlySignal<Point | undefined>;
  /** Counts what keys and buttons did to the view. */
  readonly moves: ReadonlySignal<number>;
}

/** Milliseconds of rest after which a screen reader is told where the view has come to. */
const REST = 700;

/** Latitude and longitude under the pointer, and of the middle of a view that keys have moved. */
export function MapReadout({ viewer, frame, convention, pointer, moves }: MapReadoutProps) {
  const said = useSignal('');
  const middle = () => {
    const view = viewer.view.value;
    return view ? `Centre ${positionText(frame, convention, view, view.scale)}` : '';
  };
  useSignalEffect(() => {
    if (moves.value === 0) return undefined;
    const timer = setTimeout(() => (said.value = untracked(middle)), REST);
    return () => clearTimeout(timer);
  });
  const under = pointer.value && viewer.pointAt(pointer.value);
  const scale = viewer.view.value?.scale ?? 1;
  return (
    <>
      <span class={styles['readout']}>
        {under ? positionText(frame, convention, under, scale) : moves.value > 0 && middle()}
      </span>
      <span class="visually-hidden" aria-live="polite">
        {said.value}
      </span>
    </>
  );
}
