import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { create } from 'xmlbuilder2';
import { decode, editions, encode } from '../../dist/iso18626/index.js';
import { distinctRequests } from './messages.mjs';
import { median } from './report.mjs';

const NAMESPACE = 'http://illtransactions.org/2013/iso18626';

/**
 * Reading and writing one message of 4 KB, beside what a C library takes to parse it and hold it against the schema, and
 * what a namespace-aware builder takes to write the same document. The four take turns, so that what else the machine
 * does falls on all of them alike.
 */
export function measureCodec({ rounds, each }) {
  const edition = editions['2017'];
  const [body] = distinctRequests(1, 'CODEC');
  const { ok, message, warnings } = decode(body, { edition });
  if (!ok || warnings.length > 0)
    throw new Error('the message of the benchmark is not read without a warning');
  if (!encode(message, edition).bytes.equals(body)) throw new Error('encode does not write what was read');
  const schema = XmlDocument.fromBuffer(
    readFileSync(new URL('../../schemas/iso18626-2017.xsd', import.meta.url)),
  );
  const validator = XsdValidator.fromDoc(schema);
  const tree = treeOf(body);
  if (chained(tree) !== body.toString()) throw new Error('the builder does not write the same document');
  const parts = {
    decode: () => decode(body, { edition }),
    found: () => decode(body),
    libxml2: () => validated(body, validator),
    encode: () => encode(message, edition),
    builder: () => chained(tree),
  };
  const times = takeTurns(parts, { rounds, each });
  validator.dispose();
  schema.dispose();
  const perSecond = Object.fromEntries(
    Object.entries(times).map(([name, took]) => [name, each / median(took)]),
  );
  return {
    bytes: body.length,
    perSecond,
    decodeToLibxml2: median(times.libxml2.map((took, round) => took / times.decode[round])),
    encodeToBuilder: median(times.builder.map((took, round) => took / times.encode[round])),
  };
}

function validated(body, validator) {
  const document = XmlDocument.fromBuffer(body);
  validator.validate(document);
  document.dispose();
}

/** Seconds of each part, by round; the first round warms up and does not count. */
function takeTurns(parts, { rounds, each }) {
  const times = Object.fromEntries(Object.keys(parts).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, part] of Object.entries(parts)) {
      const start = performance.now();
      for (let turn = 0; turn < each; turn++) part();
      if (round > 0) times[name].push((performance.now() - start) / 1000);
    }
  return times;
}

/** The document as names, texts and schemes, so that the builder has nothing to do but build. */
function treeOf(body) {
  const document = XmlDocument.fromBuffer(body);
  const tree = nodeOf(document.root);
  document.dispose();
  return tree;
}

function nodeOf(element) {
  const inner = [];
  let text = '';
  for (let child = element.firstChild; child; child = child.next) {
    if (child.name === undefined) text += child.content;
    else inner.push(nodeOf(child));
  }
  const attributes = element.attrs.map(({ name, value }) => [name, value]);
  return { name: element.name, inner, text: inner.length === 0 ? text : '', attributes };
}

function chained(tree) {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  build(document, tree);
  return document.end();
}

function build(parent, { name, inner, text, attributes }) {
  const node = parent.ele(NAMESPACE, `ill:${name}`);
  for (const [attribute, value] of attributes) node.att(NAMESPACE, `ill:${attribute}`, value);
  if (text !== '') node.txt(text);
  for (const child of inner) build(node, child);
}
