import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { verifyLedger } from '../../../src/ledger/index.js';
import { workedExample } from './format-example.js';
import { heldSource, keyFrom, sealed } from './sample-ledger.js';

const blocks = [...readFileSync('docs/ledger-format.md', 'utf8').matchAll(/```\n([^`]*)```/g)].map(
  ([, block]) => block!,
);
const lines = (at: number) => blocks[at]!.trimEnd().split('\n');

describe('docs/ledger-format.md', () => {
  it('shows what the code makes', () => {
    const made = workedExample();
    expect(lines(0)).to.deep.equal([made.verifierKey, made.fingerprint]);
    expect(lines(1)).to.deep.equal(made.texts);
    expect(lines(2)).to.deep.equal(made.leafHashes);
    expect(lines(3)).to.deep.equal([...made.peaks, made.root]);
    expect(blocks[4]).to.equal(made.note);
  });

  it('says enough for a stranger with nothing but SHA-256 and Ed25519', () => {
    const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const leaves = lines(1).map((text) => sha256(Buffer.of(0), Buffer.from(text)));
    expect(leaves.map((leaf) => leaf.toString('hex'))).to.deep.equal(lines(2));
    const root = sha256(Buffer.of(1), sha256(Buffer.of(1), leaves[0]!, leaves[1]!), leaves[2]!);
    expect(root.toString('hex')).to.equal(lines(3)[2]);

    const note = blocks[4]!;
    const signed = note.slice(0, note.indexOf('\n\n') + 1);
    expect(signed).to.equal(`ledger.example/north\n3\n${root.toString('base64')}\n`);
    const [name, id, typedKey] = lines(0)[0]!.split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/);
    const publicKey = Buffer.from(typedKey!, 'base64').subarray(1);
    expect(
      sha256(Buffer.from(`${name!}\n\u0001`), publicKey)
        .subarray(0, 4)
        .toString('hex'),
    ).to.equal(id);
    expect(sha256(publicKey).toString('hex')).to.equal(lines(0)[1]!.replaceAll('-', ''));
    const signature = Buffer.from(note.trimEnd().split(' ').at(-1)!, 'base64');
    expect(signature.subarray(0, 4).toString('hex')).to.equal(id);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, Buffer.from(signed), key, signature.subarray(4))).to.equal(true);
  });

  it('shows a ledger that verifies by its own checkpoint and fingerprint', async () => {
    const held = { ...sealed(lines(1), { key: keyFrom(1) }), checkpoints: [blocks[4]!], verifierKeys: [] };
    const report = await verifyLedger(heldSource(held), {
      keyFingerprint: lines(0)[1]!,
      checkpoints: [blocks[4]!],
    });
    expect(report).to.include({ whole: true, size: 3, root: lines(3)[2], signedSize: 3 });
  });
});
