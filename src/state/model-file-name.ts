import type { ModelFormat } from '../shared/models-api';

/**
 * What a kept model is saved as: the file's own name, with the ending of what it is by now.
 * @param source reference, address, or name of a local file
 * @param format of the source; a checkpoint was converted when it was kept
 */
export function modelFileName(source: string, format: ModelFormat): string {
  const path = source.split(/[?#]/, 1)[0] ?? '';
  const name = path.split(/[/:]/).at(-1) ?? '';
  if (name === '') return 'model.onnx';
  return format === 'checkpoint' ? `${name.replace(/\.[^.]*$/, '')}.onnx` : name;
}
