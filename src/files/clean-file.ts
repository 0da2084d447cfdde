import { hash } from 'node:crypto';
import { FileFault, Unclean } from './file-fault.js';
import { agrees, sniff, type FileType } from './file-type.js';
import { cleanJpeg } from './jpeg.js';
import { cleanPdf } from './pdf.js';
import type { Picture } from './picture.js';
import { cleanPng } from './png.js';
import { cleanWebp } from './webp.js';

/** How large files may be. */
export interface FileLimits {
  photoBytes: number;
  documentBytes: number;
  /** Width times height: what a reader's program would have to hold. */
  pixels: number;
}

/** A file that is what it says, and nothing else. */
export interface CleanFile<Type extends FileType = FileType> {
  type: Type;
  /** Its bytes as they are kept, and how many. */
  content: Buffer;
  bytes: number;
  /** Of a picture. */
  width?: number;
  height?: number;
  /** SHA-256 of `content`, hex. */
  sha256: string;
}

export type Cleaned<Type extends FileType = FileType> =
  { ok: true; file: CleanFile<Type> } | { ok: false; fault: FileFault };

const pictures: Readonly<Partial<Record<FileType, (bytes: Buffer) => Picture>>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
};

/**
 * Looks at bytes that somebody has handed in, and answers them without what does not belong, or why they are not taken.
 * Never throws, whatever they are, and looks at each byte a fixed number of times.
 */
export function cleanFile<Type extends FileType>(
  given: { bytes: Buffer; claimed?: string | undefined },
  rules: { types: readonly Type[]; mostBytes: number; pixels: number },
): Cleaned<Type> {
  const { bytes, claimed } = given;
  const type = sniff(bytes);
  const accepted = rules.types.find((each) => each === type);
  if (bytes.length === 0) return { ok: false, fault: FileFault.Empty };
  if (bytes.length > rules.mostBytes) return { ok: false, fault: FileFault.TooLarge };
  if (accepted === undefined) return { ok: false, fault: FileFault.UnknownType };
  if (!agrees(claimed, accepted)) return { ok: false, fault: FileFault.OtherType };
  try {
    return { ok: true, file: cleaned(accepted, bytes, rules.pixels) };
  } catch (thrown) {
    if (thrown instanceof Unclean) return { ok: false, fault: thrown.fault };
    throw thrown;
  }
}

function cleaned<Type extends FileType>(type: Type, bytes: Buffer, pixels: number): CleanFile<Type> {
  const picture = pictures[type]?.(bytes);
  if (picture === undefined) return fileOf(type, cleanPdf(bytes));
  const { width, height } = picture;
  if (width === 0 || height === 0) throw new Unclean(FileFault.Damaged);
  if (width * height > pixels) throw new Unclean(FileFault.TooManyPixels);
  return { ...fileOf(type, picture.bytes), width, height };
}

function fileOf<Type extends FileType>(type: Type, content: Buffer): CleanFile<Type> {
  return { type, content, bytes: content.length, sha256: hash('sha256', content, 'hex') };
}
