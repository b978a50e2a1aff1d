import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import styles from './DropTarget.module.css';

interface DropTargetProps {
  readonly onDropped: (transfer: DataTransfer) => void;
  readonly children: ComponentChildren;
}

/** Takes pictures and folders of them that are dropped anywhere on the page or pasted into it. */
export function DropTarget({ onDropped, children }: DropTargetProps) {
  const over = useSignal(false);
  useSignalEffect(() => {
    const paste = (event: ClipboardEvent) => take(event.clipboardData);
    const dragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      over.value = true;
    };
    const dragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) over.value = false;
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      over.value = false;
      take(event.dataTransfer);
    };
    const take = (transfer: DataTransfer | null) => {
      if (transfer?.types.includes('Files')) onDropped(transfer);
    };
    document.addEventListener('paste', paste);
    document.addEventListener('dragover', dragOver);
    document.addEventListener('dragleave', dragLeave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('paste', paste);
      document.removeEventListener('dragover', dragOver);
      document.removeEventListener('dragleave', dragLeave);
      document.removeEventListener('drop', drop);
    };
  });
  return (
    <>
      {children}
      {over.value && (
        <div class={styles['veil']} aria-hidden="true">
          Drop to add to the queue
        </div>
      )}
    </>
  );
}
