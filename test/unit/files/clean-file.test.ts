import { expect } from 'chai';
import fc from 'fast-check';
import { hash } from 'node:crypto';
import { cleanFile, documentTypes, photoTypes, type Cleaned } from '../../../src/files/index.js';
import {
  annotatedPng,
  annotatedWebp,
  chunk,
  exif,
  jpeg,
  losslessWebp,
  lossyWebp,
  pdf,
  photographed,
  png,
  riffChunk,
  SECRET,
  segment,
  transparentWebp,
} from '../../support/pictures.js';

const rules = { types: documentTypes, mostBytes: 1_000_000, pixels: 1_000_000 };

function clean(bytes: Buffer, claimed?: string): Cleaned {
  return cleanFile({ bytes, claimed }, rules);
}

function cleanBytes(bytes: Buffer): Buffer {
  const cleaned = clean(bytes);
  if (!cleaned.ok) throw new Error(cleaned.fault);
  return cleaned.file.content;
}

function faultOf(bytes: Buffer, claimed?: string): string | undefined {
  const cleaned = clean(bytes, claimed);
  return cleaned.ok ? undefined : cleaned.fault;
}

const annotated: [string, (orientation?: number) => Buffer, Buffer][] = [
  ['a JPEG', photographed, jpeg],
  ['a PNG', annotatedPng, png],
  ['a WebP', annotatedWebp, lossyWebp],
  ['a WebP without loss', (turned) => annotatedWebp(turned, losslessWebp), losslessWebp],
  ['a WebP with transparency', (turned) => annotatedWebp(turned, transparentWebp), transparentWebp],
];

describe('a picture that somebody hands in', () => {
  for (const [name, made, plain] of annotated) {
    it(`${name} keeps what shows it and loses what was written into it`, () => {
      expect(made().includes(SECRET)).to.equal(true);
      expect(cleanBytes(made()).equals(cleanBytes(plain))).to.equal(true);
      expect(cleanBytes(made()).includes(SECRET)).to.equal(false);
    });

    it(`${name} stays the same when it is cleaned again`, () => {
      for (const turned of [1, 6]) {
        const once = cleanBytes(made(turned));
        expect(cleanBytes(once).equals(once)).to.equal(true);
      }
    });

    it(`${name} still says which way up it is, and nothing else of its Exif`, () => {
      const turned = cleanBytes(made(6));
      expect(turned.includes(SECRET)).to.equal(false);
      // The field and its value, as the gateway writes them.
      expect(turned.includes(Buffer.from('01120003000000010006', 'hex'))).to.equal(true);
      expect(cleanBytes(made(99)).equals(cleanBytes(plain)), 'no such way').to.equal(true);
    });

    it(`${name} that is cut off anywhere is damaged`, () => {
      const whole = cleanBytes(plain);
      for (let end = 12; end < whole.length; end += 7)
        expect(faultOf(whole.subarray(0, end)), `after ${end} bytes`).to.equal('file-damaged');
    });

    it(`${name} is told with its size, its type and the hash of what is kept`, () => {
      const cleaned = clean(made());
      if (!cleaned.ok) throw new Error(cleaned.fault);
      const { width, height, sha256, bytes, content } = cleaned.file;
      expect({ width, height }).to.deep.equal({ width: 16, height: 12 });
      expect(sha256).to.equal(hash('sha256', content, 'hex'));
      expect(bytes).to.equal(content.length);
    });
  }

  it('keeps its colours', () => {
    expect(cleanBytes(photographed()).includes('ICC_PROFILE')).to.equal(true);
    expect(cleanBytes(annotatedWebp()).includes('ICCP')).to.equal(true);
  });

  it('loses the thumbnail that its head carries', () => {
    const thumb = Buffer.concat([
      Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02', 'latin1'),
      Buffer.alloc(12, 0xaa),
    ]);
    const bytes = Buffer.concat([jpeg.subarray(0, 2), segment(0xe0, thumb), jpeg.subarray(20)]);
    expect(cleanBytes(bytes).includes(Buffer.alloc(12, 0xaa))).to.equal(false);
  });
});

describe('a file that is not what it should be', () => {
  it('is refused where its bytes do not agree with its type', () => {
    expect(faultOf(png, 'image/jpeg')).to.equal('file-of-other-type');
    expect(faultOf(jpeg, 'application/pdf')).to.equal('file-of-other-type');
    expect(faultOf(jpeg, 'image/jpg; x=y')).to.equal(undefined);
    expect(faultOf(jpeg, 'application/octet-stream')).to.equal(undefined);
  });

  it('is refused where it is none of the types', () => {
    const others = ['GIF89a', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'PK\x03\x04', 'MZ\x90\0', 'hello'];
    for (const other of others)
      expect(faultOf(Buffer.from(other, 'latin1'), 'image/png'), other).to.equal('file-of-unknown-type');
    expect(faultOf(Buffer.alloc(0))).to.equal('file-empty');
    const photo = cleanFile({ bytes: pdf }, { ...rules, types: photoTypes });
    expect(photo).to.deep.equal({ ok: false, fault: 'file-of-unknown-type' });
  });

  it('is refused where it is larger than the settings allow, in bytes or in pixels', () => {
    expect(cleanFile({ bytes: jpeg }, { ...rules, mostBytes: 100 })).to.have.property(
      'fault',
      'file-too-large',
    );
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const whole = Buffer.concat([
      bomb.subarray(0, 8),
      chunk('IHDR', bomb.subarray(16, 29)),
      bomb.subarray(33),
    ]);
    expect(faultOf(whole)).to.equal('file-of-too-many-pixels');
  });

  it('is refused where it moves', () => {
    const moving = Buffer.concat([lossyWebp, riffChunk('ANIM', Buffer.alloc(6))]);
    moving.writeUInt32LE(moving.length - 8, 4);
    expect(faultOf(moving)).to.equal('file-animated');
  });

  it('is refused where a checksum is wrong or a critical part is one that nobody knows', () => {
    const broken = Buffer.from(png);
    broken[50] = (broken[50] ?? 0) ^ 1;
    expect(faultOf(broken)).to.equal('file-damaged');
    const strange = Buffer.concat([png.subarray(0, 33), chunk('EVIL', 'x'), png.subarray(33)]);
    expect(faultOf(strange)).to.equal('file-damaged');
  });

  it('does not keep what hides behind the end of a picture or a PDF', () => {
    const zip = Buffer.from('PK\x03\x04 evil.exe', 'latin1');
    for (const bytes of [jpeg, png, lossyWebp, pdf])
      expect(cleanBytes(Buffer.concat([bytes, zip])).includes('evil')).to.equal(false);
    expect(faultOf(Buffer.concat([pdf, Buffer.alloc(5_000, 0x41)]))).to.equal('file-damaged');
    expect(faultOf(pdf.subarray(0, 120))).to.equal('file-damaged');
  });

  it('is never more than a fault, whatever its bytes are, and what is taken stays as it is', () => {
    const seeds = [
      jpeg,
      png,
      lossyWebp,
      losslessWebp,
      pdf,
      photographed(6),
      annotatedPng(3),
      annotatedWebp(8),
    ];
    const hostile = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat({ max: 40 }),
      )
      .map(([seed, edits, cut]) => {
        const bytes = Buffer.from(seed.subarray(0, seed.length - Math.min(cut, 40) * (cut % 2)));
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
        ),
        (bytes) => {
          const cleaned = clean(bytes);
          if (!cleaned.ok) return true;
          const again = clean(cleaned.file.content);
          return again.ok && again.file.content.equals(cleaned.file.content);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is not read for long where its lengths lead nowhere', () => {
    const begun = performance.now();
    const many = Buffer.concat([
      jpeg.subarray(0, 2),
      ...Array.from({ length: 90_000 }, () => segment(0xfe, 'x')),
    ]);
    expect(faultOf(many)).to.equal('file-damaged');
    expect(exif(1).length).to.equal(64);
    expect(performance.now() - begun).to.be.below(2_000);
  });
});
