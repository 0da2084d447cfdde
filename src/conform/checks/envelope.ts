import { together, type SharedCheck, type Finding } from '../check.js';
import { altering, either, noCarrier, refused, taken } from '../expect.js';
import { beforeRoot, swap, within } from '../talk/alter.js';
import type { Play } from '../talk/play.js';

const NAMESPACE = 'http://illtransactions.org/2013/iso18626';

/** Envelope and shape. Source: iso18626.md 7.1. */
export const envelope: readonly SharedCheck[] = [
  {
    ...{ id: 'prefix-other', statements: [3], severity: 'must' },
    title: 'Another prefix on every element changes nothing',
    run: altering(({ text }) => otherPrefix(text, 'ns1'), taken, 'the prefix ns1 on everything'),
  },
  {
    ...{ id: 'prefix-none', statements: [3], severity: 'must' },
    title: 'The default namespace in place of a prefix changes nothing',
    run: altering(({ text }) => defaultNamespace(text), taken, 'elements in the default namespace'),
  },
  {
    ...{ id: 'version-unqualified', statements: [4], severity: 'should' },
    title: 'A version attribute without its prefix is forgiven',
    run: altering(({ text }) => swap(text, 'ill:version=', 'version='), taken, 'version without prefix'),
  },
  {
    ...{ id: 'version-odd', statements: [5], severity: 'should' },
    title: 'Whatever the version attribute says, the message is taken',
    run: (play) => oneByOne(play, versions, taken),
  },
  {
    ...{ id: 'namespace-none', statements: [6], severity: 'should' },
    title: 'A message in no namespace is refused',
    run: altering(({ text }) => inNoNamespace(text), refused, 'no namespace at all'),
  },
  {
    ...{ id: 'namespace-other', statements: [7], severity: 'should' },
    title: 'A message in another namespace is refused',
    run: altering(
      ({ text }) => text.replaceAll(NAMESPACE, 'http://illtransactions.org/2014/iso18626'),
      refused,
      'another namespace',
    ),
  },
  {
    ...{ id: 'no-envelope', statements: [8], severity: 'should' },
    title: 'A message without ISO18626Message around it is refused',
    run: altering(({ text }) => withoutEnvelope(text), refused, 'no envelope'),
  },
  {
    ...{ id: 'envelope-empty', statements: [9], severity: 'must' },
    title: 'An empty envelope is refused',
    run: altering(
      ({ text }) => ({ body: withInside(text, () => ''), of: nothing }),
      refused,
      'an empty envelope',
    ),
  },
  {
    ...{ id: 'two-messages', statements: [9], severity: 'must' },
    title: 'Two messages in one envelope are refused',
    run: altering(
      ({ text }) => withInside(text, (inside) => inside + inside),
      refused,
      'the same message twice in one envelope',
    ),
  },
  {
    ...{ id: 'confirmation-posted', statements: [10], severity: 'must' },
    title: 'A confirmation that is posted as if it were a message is refused',
    run: altering(({ text }) => ({ body: asConfirmation(text), of: nothing }), refused, 'a confirmation'),
  },
  {
    ...{ id: 'pascal-case', statements: [11], severity: 'should' },
    title: 'Elements in PascalCase are refused',
    run: altering(
      ({ text }) =>
        text.replace(/(<\/?ill:)([a-z])/g, (_, tag: string, first: string) => tag + first.toUpperCase()),
      refused,
      'element names in PascalCase',
    ),
  },
  {
    ...{ id: 'element-order', statements: [12], severity: 'info' },
    title: 'Elements in another order are either read or refused',
    run: altering(({ text }) => inOtherOrder(text), either, 'the agencies in the wrong order'),
  },
  {
    ...{ id: 'element-unknown', statements: [13], severity: 'info' },
    title: 'An unknown element is either passed over or refused by its name',
    run: altering(
      ({ text, element }) => within(text, element, '<ill:colourOfCover>red</ill:colourOfCover>'),
      either,
      'an element that no edition knows',
    ),
  },
  {
    ...{ id: 'element-foreign', statements: [14], severity: 'info' },
    title: 'An element of another namespace is either passed over or refused',
    run: altering(
      ({ text, element }) => within(text, element, '<o:status xmlns:o="urn:example:other">Loaned</o:status>'),
      either,
      'an element of another namespace',
    ),
  },
  {
    ...{ id: 'schema-location', statements: [21], severity: 'must' },
    title: 'schemaLocation and a style sheet are passed over, and fetched from nowhere',
    run: altering(
      ({ text }) =>
        beforeRoot(
          swap(
            text,
            ' ill:version=',
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
              `xsi:schemaLocation="${NAMESPACE} http://schema.invalid/ISO-18626-v1_2.xsd" ill:version=`,
          ),
          '<?xml-stylesheet href="http://style.invalid/x.xsl" type="text/xsl"?>',
        ),
      taken,
      'a schemaLocation and a style sheet that nobody serves',
    ),
  },
];

/** No confirmation can repeat anything of it. */
const nothing = undefined;

interface Variant {
  what: string;
  alter: (text: string) => string | Buffer;
  headers?: Readonly<Record<string, string>>;
}

const version = (value: string): Variant => ({
  what: `version="${value}"`,
  alter: (text) => swap(text, /ill:version="[^"]*"/, `ill:version="${value}"`),
});
const versions: readonly Variant[] = [
  { what: 'no version attribute', alter: (text) => swap(text, / ill:version="[^"]*"/, '') },
  version(''),
  version('1.0'),
  version('2021-3'),
];

/** Several variants of one statement: each has to pass, and the ones that do not are named. */
export async function oneByOne(
  play: Play,
  variants: readonly Variant[],
  judge: Parameters<typeof altering>[1],
): Promise<Finding> {
  const findings: Finding[] = [];
  for (const { what, alter, headers } of variants) {
    const carrier = play.carrier();
    if (carrier === undefined) return noCarrier(play);
    const sending = { what, body: alter(carrier.text), of: carrier.of };
    const finding = judge(await play.send({ ...sending, ...(headers && { headers }) }));
    const { why } = finding;
    findings.push(why === undefined ? finding : { ...finding, why: `${what}: ${why}` });
  }
  return together(findings);
}

function otherPrefix(text: string, prefix: string): string {
  return text
    .replaceAll(/(<\/?)ill:/g, `$1${prefix}:`)
    .replaceAll(/ ill:(version|scheme)=/g, ` ${prefix}:$1=`)
    .replace('xmlns:ill=', `xmlns:${prefix}=`);
}

function defaultNamespace(text: string): string {
  return text.replaceAll(/(<\/?)ill:/g, '$1').replace('xmlns:ill=', `xmlns="${NAMESPACE}" xmlns:ill=`);
}

function inNoNamespace(text: string): string {
  return text.replaceAll(/(<\/?| )ill:/g, '$1').replace(/ xmlns:ill="[^"]*"/, '');
}

function withoutEnvelope(text: string): string {
  const inside = insideOf(text);
  return swap(inside, /^<ill:\w+/, `${/^<ill:\w+/.exec(inside)?.[0] ?? ''} xmlns:ill="${NAMESPACE}"`);
}

function insideOf(text: string): string {
  return /<ill:ISO18626Message[^>]*>([\s\S]*)<\/ill:ISO18626Message>/.exec(text)?.[1] ?? '';
}

function withInside(text: string, by: (inside: string) => string): string {
  const inside = insideOf(text);
  return swap(text, inside, by(inside));
}

function asConfirmation(text: string): string {
  const header =
    '<ill:confirmationHeader><ill:timestamp>2026-01-01T00:00:00Z</ill:timestamp>' +
    '<ill:timestampReceived>2026-01-01T00:00:00Z</ill:timestampReceived>' +
    '<ill:messageStatus>OK</ill:messageStatus></ill:confirmationHeader>';
  return withInside(text, () => `<ill:requestConfirmation>${header}</ill:requestConfirmation>`);
}

function inOtherOrder(text: string): string {
  const agencies =
    /(<ill:supplyingAgencyId>.*?<\/ill:supplyingAgencyId>)(<ill:requestingAgencyId>.*?<\/ill:requestingAgencyId>)/s;
  const [both = '', supplying = '', requesting = ''] = agencies.exec(text) ?? [];
  return swap(text, both, requesting + supplying);
}
