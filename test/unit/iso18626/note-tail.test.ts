import { expect } from 'chai';
import { NoteTail, noteTail, reportedBy, runningNumberIn, tailIn } from '../../../src/iso18626/index.js';

describe('the tail of a note', () => {
  it('is read as it was written, whatever stands before it, and before a running number', () => {
    for (const name of Object.values(NoteTail))
      for (const end of ['', ' \n', ' #seq:12#', '\n#SEQ:3# ']) {
        const written = `Dear all.\n ${noteTail(name, { when: 'arrived', marks: 'torn,wet' })}${end}`;
        const facts = { when: 'arrived', marks: 'torn,wet' };
        expect(tailIn(written), written).to.deep.equal({ name, facts, before: 'Dear all.' });
      }
    expect(tailIn(noteTail(NoteTail.Lost))).to.deep.equal({ name: 'lost', facts: {}, before: '' });
  });

  it('is none where it does not end the note, or is of another name or form', () => {
    for (const note of [
      undefined,
      '',
      'Lost.',
      '[ill:lost v1] ?',
      '[ill:lost v1] #seq:1# ?',
      '[ill:stolen v1]',
      '[ill:lost v2]',
      '[ill:lost v10]',
      '[ill:lost]',
      '[ill:lost v1 [',
      `[ill:lost v1 ${'a'.repeat(400)}]`,
    ])
      expect(tailIn(note), note).to.equal(undefined);
  });

  it('may say more than we know', () => {
    expect(reportedBy('Sorry. [ill:lost v1 since May]')).to.equal('lost');
    expect(reportedBy('[ill:lost v1 [ill:damaged v1]')).to.equal('damaged');
    expect(reportedBy('[ill:condition v1 when=arrived]')).to.equal(undefined);
  });
});

describe('a running number', () => {
  it('ends a note, in any case, and is left out with the blanks around it', () => {
    expect(runningNumberIn('Thanks.\n #seq:12# \n')).to.deep.equal({ number: 12, before: 'Thanks.' });
    expect(runningNumberIn('#SEQ:0#')).to.deep.equal({ number: 0, before: '' });
  });

  it('is none elsewhere, or with more digits than a number holds', () => {
    for (const note of [undefined, '', '#seq:1# thanks', '#seq:#', '#seq:-1#', `#seq:${'9'.repeat(16)}#`])
      expect(runningNumberIn(note), note).to.equal(undefined);
  });
});
