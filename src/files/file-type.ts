/** What a picture of an item may be. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof photoTypes)[number];
/** What a copy may be that goes out as a file. */
export const documentTypes = ['application/pdf', ...photoTypes] as const;
export type FileType = (typeof documentTypes)[number];

/** How each type's name ends. */
export const endingOf: Readonly<Record<FileType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** By its first bytes alone, whatever it is called. */
export function sniff(bytes: Buffer): FileType | undefined {
  const begins = (text: string, at = 0): boolean =>
    bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  return begins('%PDF-') ? 'application/pdf' : undefined;
}

/** What says nothing about a type. */
const silent = new Set(['', 'application/octet-stream', 'binary/octet-stream']);
const otherNames: Readonly<Record<string, FileType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'application/x-pdf': 'application/pdf',
};

/** Whether a type that was claimed is the one that the bytes have; a claim that says nothing is none. */
export function agrees(claimed: string | undefined, type: FileType): boolean {
  const name = (claimed ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return silent.has(name) || (otherNames[name] ?? name) === type;
}
