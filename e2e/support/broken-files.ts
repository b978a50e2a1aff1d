import { readFileSync } from 'node:fs';
import { file, picture, plain, storms, TWO_STORMS } from './pictures';
import type { PictureFile } from './app-page';

/** A file that cannot be read, with what the page has to say of it. */
export interface BrokenFile extends PictureFile {
  readonly sentence: string;
}

const NOT_A_PICTURE =
  'This is not a picture, whatever its name says. Choose a JPEG, PNG, WebP, AVIF, GIF or BMP file.';
const CUT_OFF =
  'The file is damaged or was cut off on its way, so part of the picture is missing. Copy or download it again.';

/** One of each way in which a file can fail to be a picture. */
export async function brokenFiles(): Promise<readonly BrokenFile[]> {
  const png = (await picture('', storms().resize(320).png())).buffer;
  const jpeg = readFileSync(TWO_STORMS);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="9" height="9"/></svg>';
  return [
    {
      ...file('empty.jpg', '', 'image/jpeg'),
      sentence: 'The file is empty (0 bytes). Copy it again from where it came from.',
    },
    { ...file('notes.jpg', 'Dust over Hellas, sol 12.\n'.repeat(40), 'image/jpeg'), sentence: NOT_A_PICTURE },
    { ...file('cut.jpg', jpeg.subarray(0, jpeg.length / 2), 'image/jpeg'), sentence: CUT_OFF },
    { ...file('cut.png', png.subarray(0, png.length / 2), 'image/png'), sentence: CUT_OFF },
    { ...file('head-only.png', png.subarray(0, 60), 'image/png'), sentence: CUT_OFF },
    {
      ...file('drawing.svg', svg, 'image/svg+xml'),
      sentence: 'SVG pictures cannot be read here. Save it as JPEG or PNG and add it again.',
    },
    {
      ...file('phone.heic', heic(), 'image/heic'),
      sentence: 'HEIC pictures cannot be read here. Save it as JPEG or PNG and add it again.',
    },
    {
      ...(await picture('scan.tiff', plain(64, 64).tiff())),
      sentence: 'TIFF pictures cannot be read here. Save it as JPEG or PNG and add it again.',
    },
  ];
}

/** The first box of a phone's picture, and nothing that could be decoded after it. */
function heic(): Buffer {
  const ftyp = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const mdat = Buffer.concat([Buffer.from('\0\0\x10\x08mdat', 'latin1'), Buffer.alloc(4096, 7)]);
  return Buffer.concat([ftyp, mdat]);
}
