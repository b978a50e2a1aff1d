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

/** The files of a drop or a paste; text and links that come along are left out. */
export function filesOf(transfer: DataTransfer | null): readonly File[] {
  return transfer ? Array.from(transfer.files) : [];
}
