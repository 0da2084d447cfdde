import { expect } from 'chai';
import { decode, encode, lossText, writeSchema } from '../../../src/iso18626/index.js';
import type { Edition } from '../../../src/iso18626/index.js';
import type { Message } from '../../../src/iso18626/message.js';
import { judgeBy } from '../../support/iso18626-official.js';

/**
 * An edition that never was: one message, whose elements have names, places and an order of their own. What works with
 * it works because the table says so.
 */
const madeUp: Edition = {
  id: '1999',
  version: '0.1',
  messages: ['requestingAgencyMessage'],
  structures: {
    requestingAgencyMessage: {
      global: true,
      members: [
        { name: 'deed', canonical: 'action', type: { kind: 'code', list: 'action' }, min: 1, max: 1 },
        { name: 'top', canonical: 'header', type: { kind: 'structure', structure: 'top' }, min: 1, max: 1 },
        { name: 'remarks', canonical: 'note', type: { kind: 'string' }, min: 0, max: 1, privacy: 'person' },
        { name: 'extra', type: { kind: 'schemeValue' }, min: 0, max: 2, list: true },
        { name: 'later', canonical: 'afterthought', type: { kind: 'string' }, min: 0, max: 0 },
      ],
    },
    top: {
      members: [
        {
          name: 'number',
          canonical: 'requestingAgencyRequestId',
          type: { kind: 'string' },
          min: 1,
          max: 1,
          filler: 'none',
          whenMissing: 'absent',
        },
        { name: 'moved', canonical: '../aside/inner', type: { kind: 'integer' }, min: 0, max: 1, list: true },
      ],
    },
  },
  codes: { action: ['Cancel', 'Lost'] },
};

const message = {
  kind: 'requestingAgencyMessage',
  action: 'Lost',
  header: { requestingAgencyRequestId: '7' },
  note: 'Ingrid',
  extra: [{ value: 'a', scheme: 'urn:x:y' }, { value: 'b' }],
  aside: { inner: ['1'] },
} as unknown as Message;

const wrap = (inside: string): Buffer =>
  Buffer.from(
    `<i:ISO18626Message xmlns:i="http://illtransactions.org/2013/iso18626" i:version="9"><i:requestingAgencyMessage>${inside}</i:requestingAgencyMessage></i:ISO18626Message>`,
  );

describe('an edition that a test made up', () => {
  it('is written by its table: names, order, places', () => {
    expect(encode(message, madeUp).bytes.toString()).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>' +
        '<ill:ISO18626Message xmlns:ill="http://illtransactions.org/2013/iso18626" ill:version="0.1">' +
        '<ill:requestingAgencyMessage><ill:deed>Lost</ill:deed>' +
        '<ill:top><ill:number>7</ill:number><ill:moved>1</ill:moved></ill:top>' +
        '<ill:remarks>Ingrid</ill:remarks><ill:extra ill:scheme="urn:x:y">a</ill:extra><ill:extra>b</ill:extra>' +
        '</ill:requestingAgencyMessage></ill:ISO18626Message>',
    );
  });

  it('is read by its table, back to the same message', () => {
    const reading = decode(encode(message, madeUp).bytes, { edition: madeUp, strictness: 'strict' });
    expect(reading.ok && reading.message).to.deep.equal(message);
  });

  it('hides what its table says is personal', () => {
    expect(encode(message, madeUp).redaction.holes).to.deep.equal([
      { value: 'Ingrid', privacy: 'person', path: 'requestingAgencyMessage/remarks' },
    ]);
  });

  it('fills what it demands, and lists what it cannot say', () => {
    const { bytes, losses } = encode(
      {
        kind: 'requestingAgencyMessage',
        action: 'Cancel',
        header: { timestamp: 'x' },
        extra: [{ value: 'a' }, { value: 'b' }, { value: 'c' }],
        aside: { inner: ['1', '2'], outer: 'x' },
        afterthought: 'y',
      } as unknown as Message,
      madeUp,
    );
    expect(bytes.toString()).to.include('<ill:number>none</ill:number>');
    expect(losses.map(lossText)).to.have.members([
      'requestingAgencyMessage/header/timestamp (in the note)',
      'requestingAgencyMessage/extra[2] (in the note)',
      'requestingAgencyMessage/aside/inner[1] (in the note)',
      'requestingAgencyMessage/aside/outer (in the note)',
      'requestingAgencyMessage/afterthought (in the note)',
    ]);
    expect(bytes.toString()).to.include(
      '<ill:remarks>Timestamp: x\nExtra: c\nInner: 2\nOuter: x\nAfterthought: y</ill:remarks>',
    );
  });

  it('reads what a later edition adds, with a warning, and what it does not know not at all', () => {
    const reading = decode(
      wrap('<i:deed>Cancel</i:deed><i:top/><i:later>z</i:later><i:action>Lost</i:action>'),
      {
        edition: madeUp,
      },
    );
    expect(reading.ok && reading.message).to.deep.equal({
      kind: 'requestingAgencyMessage',
      action: 'Cancel',
      header: {},
      afterthought: 'z',
      unknown: [{ path: 'requestingAgencyMessage/*', raw: '<i:action>Lost</i:action>' }],
    });
    expect(reading.warnings.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      'element-missing requestingAgencyMessage/top/number',
      'other-edition requestingAgencyMessage/later',
      'element-unknown requestingAgencyMessage/*',
    ]);
  });

  it('has a schema of its own, which its messages keep', () => {
    const judge = judgeBy(writeSchema(madeUp));
    try {
      expect(judge.verdict(encode(message, madeUp).bytes)).to.equal(undefined);
      expect(judge.verdict(wrap('<i:top/><i:deed>Cancel</i:deed>'))).to.be.a('string');
    } finally {
      judge.dispose();
    }
  });
});
