import { expect } from 'chai';
import fc from 'fast-check';
import { indented } from '../../../src/admin/request/indented.js';

describe('XML for people', () => {
  it('has a line for each element, and deeper ones further in', () => {
    expect(indented('<?xml version="1.0"?><a><b>one</b><c/><d><e>two</e></d></a>')).to.equal(
      [
        '<?xml version="1.0"?>',
        '<a>',
        '  <b>one</b>',
        '  <c/>',
        '  <d>',
        '    <e>two</e>',
        '  </d>',
        '</a>',
      ].join('\n'),
    );
    expect(indented('<a>\n\n<b/>   <c/></a>')).to.equal('<a>\n  <b/>\n  <c/>\n</a>');
  });

  it('has every value as it was, blanks, line breaks and marks in it too', () => {
    for (const inner of [
      '<n>a\nb\n\n  c</n>',
      '<n> </n>',
      '<n></n>',
      '<n><![CDATA[<x>\n<y>]]></n>',
      '<n>\u00010\u0001</n>',
      '<n v="x>\n<y" w=\'>\'>z</n>',
    ])
      expect(indented(`<a>${inner}<b/></a>`), inner).to.equal(`<a>\n  ${inner}\n  <b/>\n</a>`);
  });

  it('is what it was without the breaks, whatever was nested', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', ' ', '\n', 'ö'), minLength: 1 })
      .map((said) => `${said}.`);
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        text.map((said) => `<t>${said}</t>`),
        fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((inner) => `<n>${inner.join('')}</n>`),
      ),
    }));
    fc.assert(
      fc.property(node, (xml) => {
        expect(indented(xml).replace(/>\n *</g, '><')).to.equal(xml);
      }),
    );
  });

  it('takes what a peer broke off, and a megabyte of it in linear time', () => {
    for (const broken of ['', 'no XML', '<a><b', '<a "', '<!-- <!--', '</a></b>', '> <'])
      expect(indented(broken).replace(/>\n *</g, '><'), broken).to.equal(broken);
    for (const unit of ['<!--', '<a "', '<', '<a>', '> ', '<![CDATA[']) {
      const from = performance.now();
      indented(unit.repeat(1_000_000 / unit.length / 4));
      expect(performance.now() - from, unit).to.be.below(2_000);
    }
  });
});
