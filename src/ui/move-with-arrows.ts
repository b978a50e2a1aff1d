const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Key handler of a group of buttons: arrow keys, Home and End move the focus from one to another. */
export function moveWithArrows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = Array.from(event.currentTarget.querySelectorAll('button'));
  const index = buttons.findIndex((button) => button === document.activeElement);
  const step = STEPS[event.key];
  const last = buttons.length - 1;
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : step && index + step;
  if (index < 0 || next === undefined) return;
  event.preventDefault();
  buttons[Math.min(Math.max(next, 0), last)]?.focus();
}
