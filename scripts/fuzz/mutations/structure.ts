import { mutate } from '../../../test/support/iso18626-mutate.js';
import { between, pick } from '../random.js';
import { anyLeaf, elementsOf, inMessage, onOne, withValue } from './elements.js';
import type { Family, TextMutation } from './mutation.js';

const NAMESPACE = 'http://illtransactions.org/2013/iso18626';

const onAny =
  (change: (whole: string) => string): TextMutation =>
  ({ xml }, random) =>
    onOne(xml, random, { when: inMessage, change });
const onLeaf =
  (change: (whole: string) => string): TextMutation =>
  ({ xml }, random) =>
    onOne(xml, random, { when: anyLeaf, change });
const attribute = (text: string): TextMutation =>
  onAny((whole) => whole.replace(/^<ill:[\w.-]+/, (name) => `${name} ${text}`));
const onMessage =
  (change: (message: string) => string): TextMutation =>
  ({ xml }, random) =>
    onOne(xml, random, { when: ({ depth }) => depth === 1, change });
const afterRootTag = (text: string): TextMutation => {
  const put: TextMutation = ({ xml }) =>
    xml.replace(/<ill:ISO18626Message[^>]*>/, (root) => `${root}${text}`);
  return put;
};
const beforeRoot =
  (text: string): TextMutation =>
  ({ xml }) =>
    xml.replace('<ill:ISO18626Message', () => `${text}<ill:ISO18626Message`);

const odd = [
  '__proto__',
  'constructor',
  'toString',
  'Request',
  'HEADER',
  'xml',
  'a.b',
  '_',
  'ı',
  'note',
  'status',
];

/** Elements and attributes that are missing, doubled, out of place, foreign or unheard of. */
export const structure: Family<TextMutation> = {
  missing: onAny(() => ''),
  doubled: onAny((whole) => whole + whole),
  tripled: onLeaf((whole) => whole + whole + whole),
  emptied: onAny((whole) => whole.replace(/^(<ill:[\w.-]+)[\s\S]*$/, '$1/>')),
  blank: onLeaf((whole) => withValue(whole, ' \t\n ')),
  moved({ xml }, random) {
    const all = elementsOf(xml).filter(inMessage);
    if (all.length < 2) return xml;
    const [one, other] = [pick(random, all), pick(random, all)];
    if (other.from >= one.from && other.from < one.to) return xml;
    const taken = xml.slice(one.from, one.to);
    const without = xml.slice(0, one.from) + xml.slice(one.to);
    const at = other.from > one.from ? other.from - (one.to - one.from) : other.from;
    return without.slice(0, at) + taken + without.slice(at);
  },
  nested: onAny((whole) => {
    const name = /^<ill:([\w.-]+)/.exec(whole)?.[1] ?? 'note';
    return `<ill:${name}>${whole}</ill:${name}>`;
  }),
  'element in a value': onLeaf((whole) => withValue(whole, 'a<ill:b>c</ill:b>d')),
  unknown: onAny((whole) => `<ill:unheardOf>x<ill:of>y</ill:of></ill:unheardOf>${whole}`),
  'odd name'({ xml }, random) {
    const name = pick(random, odd);
    return onOne(xml, random, { when: inMessage, change: (whole) => `<ill:${name}>x</ill:${name}>${whole}` });
  },
  renamed({ xml }, random) {
    const name = pick(random, odd);
    return onOne(xml, random, {
      when: anyLeaf,
      change: (whole) => whole.replace(/ill:[\w.-]+/g, `ill:${name}`),
    });
  },
  foreign: onAny((whole) => `<evil:status xmlns:evil="urn:evil">Loaned</evil:status>${whole}`),
  'foreign default': onAny((whole) => `<status xmlns="urn:evil">Loaned</status>${whole}`),
  'foreign message': afterRootTag('<request xmlns="urn:evil"><header/></request>'),
  'no prefix': onAny((whole) => whole.replace(/ill:(?=[\w.-]+[ />])/g, '')),
  'other prefix': ({ xml }) => xml.replaceAll('ill:', 'ns1:').replace('xmlns:ill', 'xmlns:ns1'),
  'default namespace': ({ xml }) =>
    xml.replace(/<(\/?)ill:/g, '<$1').replace('xmlns:ill', `xmlns="${NAMESPACE}" xmlns:ill`),
  'redeclared prefix': onAny((whole) =>
    whole.replace(/^<ill:[\w.-]+/, (name) => `${name} xmlns:ill="urn:evil"`),
  ),
  'attribute unqualified': attribute('scheme="x"'),
  'attribute unknown': attribute('ill:sheme="x"'),
  'attribute foreign': attribute('xmlns:e="urn:e" e:scheme="x"'),
  'attribute twice': attribute('ill:a="1" ill:a="2"'),
  'attribute twice by namespace': attribute(`xmlns:o="${NAMESPACE}" ill:a="1" o:a="2"`),
  'attribute without quotes': attribute('a=b'),
  'attribute with markup': attribute('a="<"'),
  nil: attribute('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'),
  'schema location': ({ xml }) =>
    xml.replace(
      ' ill:version',
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd" ill:version',
    ),
  'version unqualified': ({ xml }) => xml.replace(' ill:version', ' version'),
  'version missing': ({ xml }) => xml.replace(/ ill:version="[^"]*"/, ''),
  'version odd': ({ xml }, random) =>
    xml.replace(
      / ill:version="[^"]*"/,
      () => ` ill:version="${pick(random, ['', '1.0', '2021-3', '9'.repeat(300)])}"`,
    ),
  'no namespace': ({ xml }) => xml.replaceAll('ill:', '').replace(/ xmlns:ill="[^"]*"/, ''),
  'namespace of another year': ({ xml }) => xml.replace('/2013/', '/2014/'),
  'bare message': ({ xml }) =>
    xml
      .replace(/<ill:ISO18626Message[^>]*>/, '')
      .replace('</ill:ISO18626Message>', '')
      .replace(/<ill:(\w+)/, `<ill:$1 xmlns:ill="${NAMESPACE}"`),
  'other root': ({ xml }) => xml.replaceAll('ISO18626Message', 'Envelope'),
  'pascal case': onMessage((whole) =>
    whole.replace(/(<\/?ill:)(\w)/g, (_, start: string, letter: string) => start + letter.toUpperCase()),
  ),
  'two messages': onMessage((whole) => whole + whole),
  'empty envelope': onMessage(() => ''),
  'unknown message': onMessage((whole) =>
    whole.replace(
      /^<ill:\w+|<\/ill:\w+>$/g,
      (end) => `${end.startsWith('</') ? '</' : '<'}ill:message${end.endsWith('>') ? '>' : ''}`,
    ),
  ),
  'confirmation posted': ({ confirmation }) => confirmation,
  'two roots': ({ xml }) => xml + xml.replace(/^<\?xml[^>]*\?>/, ''),
  'text after the root': ({ xml }) => `${xml} stray`,
  'text before the root': beforeRoot('stray '),
  'stray text': onAny((whole) => `stray ${whole}`),
  comment: onAny((whole) => `<!-- <ill:note>no</ill:note> -->${whole}`),
  'comment in a value': onLeaf((whole) => withValue(whole, 'Lo<!--x-->aned')),
  'comment with hyphens': onAny((whole) => `<!-- -- -->${whole}`),
  'cdata value': onLeaf((whole) => withValue(whole, '<![CDATA[<b>&amp;]]>')),
  'cdata end alone': onLeaf((whole) => withValue(whole, 'a]]>b')),
  instruction: onLeaf((whole) => withValue(whole, 'a<?php echo 1 ?>b')),
  'second declaration': onAny((whole) => `<?xml version="1.0"?>${whole}`),
  stylesheet: beforeRoot('<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'),
  include: onAny(
    (whole) => `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>${whole}`,
  ),
  doctype: beforeRoot('<!DOCTYPE a>'),
  'doctype late': onAny((whole) => `<!DOCTYPE a>${whole}`),
  'doctype in a comment': beforeRoot('<!-- <!DOCTYPE a> -->'),
  'entities of a doctype': ({ xml }, random) =>
    onOne(xml, random, { when: anyLeaf, change: (whole) => withValue(whole, '&x;') }).replace(
      '<ill:ISO18626Message',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ill:ISO18626Message',
    ),
  'billion laughs': beforeRoot(
    `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`,
  ),
  'unknown entity': onLeaf((whole) => withValue(whole, '&nbsp;')),
  'character reference'({ xml }, random) {
    const code = pick(random, [
      '#0',
      '#x1',
      '#x26',
      '#38',
      '#xD800',
      '#xFFFE',
      '#x10FFFF',
      '#x110000',
      '#',
      '#xZ',
    ]);
    return onOne(xml, random, { when: anyLeaf, change: (whole) => withValue(whole, `a&${code};b`) });
  },
  'control character'({ xml }, random) {
    const control = String.fromCharCode(pick(random, [0, 1, 8, 11, 12, 14, 31, 127, 133, 0xfffe, 0xffff]));
    return onOne(xml, random, { when: anyLeaf, change: (whole) => withValue(whole, `a${control}b`) });
  },
  'xml 1.1': ({ xml }) => xml.replace('version="1.0"', 'version="1.1"'),
  'markup as text': onLeaf((whole) => withValue(whole, '&quot;&gt;&lt;script&gt;=cmd() {{7*7}} ${x}')),
  'some of these'(base, random) {
    const text = mutate(base.xml, random);
    return between(random, 0, 1) === 0 ? text : mutate(text, random);
  },
};
