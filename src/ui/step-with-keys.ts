const STEPS: Readonly<Record<string, number>> = { PageUp: -1, '[': -1, PageDown: 1, ']': 1 };

/** Key handler of the stage: Page Up and Page Down, or square brackets, go to the sol before and after. */
export function stepWithKeys(event: KeyboardEvent, onStep: (step: number) => void): void {
  const step = STEPS[event.key];
  if (step === undefined || event.metaKey) return;
  event.preventDefault();
  onStep(step);
}
