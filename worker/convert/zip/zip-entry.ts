/** One file of the archive, as the central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** CRC-32 of the data. */
  readonly crc32: number;
  /** Bytes of the data, which are stored as they are. */
  readonly size: number;
  /** Offset of the local header in the archive. */
  readonly start: number;
  /** Offset of whatever follows: the next entry or the central directory. Padding and data lie before it. */
  readonly end: number;
}

export type ZipDirectory = ReadonlyMap<string, ZipEntry>;

/** Sizes of the fixed parts of the records, and their signatures (APPNOTE 4.3). */
export const ZIP = {
  localHeader: { signature: 0x04034b50, bytes: 30 },
  directoryHeader: { signature: 0x02014b50, bytes: 46 },
  end: { signature: 0x06054b50, bytes: 22 },
  end64: { signature: 0x06064b50, bytes: 56 },
  locator64: { signature: 0x07064b50, bytes: 20 },
  /** Longest comment behind the end record. */
  comment: 0xffff,
  /** A field of this value stands in a ZIP64 field instead. */
  elsewhere16: 0xffff,
  elsewhere32: 0xffffffff,
} as const;
