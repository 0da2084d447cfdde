import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A value for each place that may name a person or holds a secret; no two share a beginning. */
export const canaries = {
  reference: 'kanary-a1-patron-ref',
  surname: 'Kanaryson-b2',
  givenName: 'Kanarina-c3',
  patronType: 'kanary-d4-type',
  email: 'kanary-e5@reader.example',
  homeLine: 'Kanary-f6 Road 12',
  homeTown: 'Kanaryborg-g7',
  homePostcode: 'KN-h8 111',
  pickupName: 'Kanary-i9 branch',
  pickupLine: 'Kanary-j10 Square 3',
  pickupTown: 'Kanaryville-k11',
  serviceNote: 'For Kanary-l12 personally',
  internalNote: 'Internal kanary-m13',
  noteThere: 'Told by kanary-n14',
  noteBack: 'Answered by kanary-o15',
  lostNote: 'Lost by kanary-p16 on a train',
  cancelNote: 'Cancelled for kanary-q17',
  shipNote: 'Wrapped for kanary-r18',
  dropReason: 'The reader kanary-s19 has died',
  rubbish: 'Dear colleague, kanary-t20 wants a book',
  refusedNote: 'About kanary-u21, whom you do not know',
  refusedRecord: 'kanary-v22-in-a-bad-record',
  northKey: 'kanary-w23-0123456789',
  southKey: 'kanary-x24-0123456789',
  wrongKey: 'kanary-y25-0123456789',
  account: 'kanary-z26-account',
  code: 'kanary-aa27-0123456789',
  password: 'kanary-bb28-0123456789',
  oldPassword: 'kanary-cc29-0123456789',
  wrongCode: 'kanary-dd30-0123456789',
} as const;

/** What of these is found in the bytes: as it is written, in JSON, or in base64 wherever it may stand in it. */
export function foundIn(bytes: Buffer, values: readonly string[]): string[] {
  return values.filter((value) => formsOf(value).some((form) => bytes.includes(form)));
}

function formsOf(value: string): Buffer[] {
  const plain = Buffer.from(value, 'utf8');
  return [plain, Buffer.from(value, 'utf16le'), ...inBase64(plain), ...inBase64(plain).map(urlSafe)];
}

/** Base64 takes three bytes at a time, so a value looks differently by what stands before it; its ends are left out. */
function inBase64(plain: Buffer): Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), plain])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(text.slice(before === 0 ? 0 : before + 1, -1));
  });
}

function urlSafe(base64: Buffer): Buffer {
  return Buffer.from(base64.toString('latin1').replaceAll('+', '-').replaceAll('/', '_'), 'latin1');
}

/** All files of a folder and below it, by their path. */
export function filesOf(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) found.set(name, readFileSync(path));
  }
  return found;
}
