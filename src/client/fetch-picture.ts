import { AppError } from '../shared/errors';

/** Fetches a picture of the site itself as if the person had chosen it. */
export async function fetchPicture(address: string, name: string): Promise<File> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new AppError('network-failed', { address }, { cause });
  });
  if (!response.ok) throw new AppError('server-refused', { address, status: response.status });
  const blob = await response.blob();
  return new File([blob], name, { type: blob.type });
}
