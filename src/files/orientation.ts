/** How a picture is to be turned, 1 to 8; 1 is as it lies. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION = 0x0112;
const SHORT = 3;
/** How many bytes one takes. */
const FIELD = 12;
/** No camera writes more fields into its first directory. */
const MOST_FIELDS = 200;

/**
 * Reads which way up a picture is from its Exif data (the TIFF block), and nothing else of it. Whatever cannot be read
 * means as it lies.
 */
export function orientationIn(tiff: Buffer): Orientation {
  const order = tiff.toString('latin1', 0, 2);
  if ((order !== 'II' && order !== 'MM') || tiff.length < 14) return 1;
  const isLittle = order === 'II';
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (short(2) !== 42 || start + 2 > tiff.length) return 1;
  const fields = Math.min(short(start), MOST_FIELDS, Math.floor((tiff.length - start - 2) / FIELD));
  for (let field = 0; field < fields; field += 1) {
    const at = start + 2 + field * FIELD;
    if (short(at) === ORIENTATION && short(at + 2) === SHORT) return orientationOf(short(at + 8));
  }
  return 1;
}

function orientationOf(value: number): Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** The smallest Exif data (a TIFF block) that says which way up a picture is. */
export function exifSaying(orientation: Orientation): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION, 10);
  tiff.writeUInt16BE(SHORT, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
