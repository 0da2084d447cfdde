import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { CqlComplaint, parseCql, wordsOf, type Cql } from './cql-subset.js';

/** A field as it is written in a test: `['852', '  ', { a: 'SE-SOUTH', h: 'Hcb' }]`. */
export type Field = readonly [tag: string, indicators: string, subfields: Readonly<Record<string, string>>];

export interface CatalogueRecord {
  id: string;
  fields: readonly Field[];
  /** Written beside the record where it is asked for as `opacxml`. */
  opac?: readonly { nucCode: string; shelvingLocation?: string; callNumber?: string; available?: boolean }[];
}

/** In what way it goes wrong, until it is told otherwise. */
export type Misbehaviour =
  | 'silent'
  | 'breaks-off'
  | 'error-500'
  | 'busy-503'
  | 'not-found'
  | 'redirects'
  | 'temporarily-unavailable'
  | 'doctype'
  | 'entities'
  | 'unknown-entity'
  | 'huge'
  | 'malformed'
  | 'two-roots'
  | 'deep'
  | 'wrong-encoding'
  | 'unknown-encoding'
  | 'html'
  | 'empty'
  | 'not-marc'
  | 'prototype';

export interface SruServer {
  readonly url: string;
  /** The queries that were asked, as CQL, oldest first. */
  readonly asked: string[];
  /** The parameters of the newest question. */
  readonly parameters: () => URLSearchParams;
  records: CatalogueRecord[];
  misbehave(how: Misbehaviour | undefined): void;
  /** Writes records as escaped text, as `recordPacking` string wants it, whatever is asked for. */
  packAsText(is: boolean): void;
  /** Leaves MARCXML's namespace out. */
  withoutNamespace(is: boolean): void;
  close(): Promise<void>;
}

const indexes: Readonly<Record<string, readonly string[]>> = {
  'bath.isbn': ['020a'],
  'bath.issn': ['022a'],
  'rec.identifier': ['035a'],
  'dc.title': ['245a', '245b'],
  'dc.creator': ['100a', '700a'],
  'cql.serverChoice': ['245a', '100a', '020a'],
};

const versions: Readonly<Record<string, { namespace: string; diagnostics: string; packing: string }>> = {
  '1.1': {
    namespace: 'http://www.loc.gov/zing/srw/',
    diagnostics: 'http://www.loc.gov/zing/srw/diagnostic/',
    packing: 'recordPacking',
  },
  '1.2': {
    namespace: 'http://www.loc.gov/zing/srw/',
    diagnostics: 'http://www.loc.gov/zing/srw/diagnostic/',
    packing: 'recordPacking',
  },
  '2.0': {
    namespace: 'http://docs.oasis-open.org/ns/search-ws/sruResponse',
    diagnostics: 'http://docs.oasis-open.org/ns/search-ws/diagnostic',
    packing: 'recordXMLEscaping',
  },
};

/**
 * A real SRU server over records in memory: it speaks one version, parses CQL, complains by number about what it does
 * not know, and misbehaves on request.
 */
export async function openSruServer(
  version: '1.1' | '1.2' | '2.0',
  records: CatalogueRecord[] = [],
): Promise<SruServer> {
  let wrong: Misbehaviour | undefined;
  let isText = false;
  let isBare = false;
  let newest = new URLSearchParams();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((req, res) => {
    newest = new URL(req.url ?? '/', 'http://localhost').searchParams;
    asked.push(newest.get('query') ?? '');
    if (wrong !== undefined) return misbehaviours[wrong](res);
    const body = answerTo(newest, { version, records: given.records, isText, isBare });
    res.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(body);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const given: SruServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sru`,
    asked,
    parameters: () => newest,
    records,
    misbehave: (how) => void (wrong = how),
    packAsText: (is) => void (isText = is),
    withoutNamespace: (is) => void (isBare = is),
    close: () => closed(server, sockets),
  };
  return given;
}

function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

interface How {
  version: string;
  records: readonly CatalogueRecord[];
  isText: boolean;
  isBare: boolean;
}

function answerTo(parameters: URLSearchParams, how: How): string {
  try {
    complainAbout(parameters, how.version);
    const schema = parameters.get('recordSchema') ?? 'marcxml';
    const tree = parseCql(parameters.get('query') ?? '');
    const found = how.records.filter((record) => fits(record, tree));
    const most = Number(parameters.get('maximumRecords') ?? 10);
    const shown = found.slice(0, most).map((record, place) => recordText(record, { ...how, schema, place }));
    const list = shown.length === 0 ? '' : `<zs:records>${shown.join('')}</zs:records>`;
    return response(how.version, `<zs:numberOfRecords>${found.length}</zs:numberOfRecords>${list}`);
  } catch (thrown) {
    if (!(thrown instanceof CqlComplaint)) throw thrown;
    return response(
      how.version,
      `<zs:numberOfRecords>0</zs:numberOfRecords><zs:diagnostics>${diagnostic(how.version, thrown.number, thrown.details)}</zs:diagnostics>`,
    );
  }
}

/** 2.0 has no operation and no version of its own any more; 1.1 and 1.2 cannot do without. */
function complainAbout(parameters: URLSearchParams, version: string): void {
  if (!parameters.has('query')) throw new CqlComplaint(7, 'query');
  const schema = parameters.get('recordSchema') ?? 'marcxml';
  if (schema !== 'marcxml' && schema !== 'opacxml') throw new CqlComplaint(66, schema);
  if (version === '2.0') {
    if (parameters.has('operation')) throw new CqlComplaint(8, 'operation');
    return;
  }
  if (parameters.get('operation') !== 'searchRetrieve') throw new CqlComplaint(4, 'operation');
  if (parameters.get('version') !== version) throw new CqlComplaint(5, version);
}

function fits(record: CatalogueRecord, query: Cql): boolean {
  if (query.kind !== 'clause') {
    const [left, right] = [fits(record, query.left), fits(record, query.right)];
    return query.kind === 'and' ? left && right : left || right;
  }
  const places = indexes[query.index];
  if (places === undefined) throw new CqlComplaint(16, query.index);
  const words = places.flatMap((place) => wordsAt(record, place));
  const wanted = wordsOf(query.term);
  return wanted.length > 0 && wanted.every((pattern) => words.some((word) => pattern.test(word)));
}

function wordsAt({ fields }: CatalogueRecord, place: string): string[] {
  return fields
    .filter(([tag]) => tag === place.slice(0, 3))
    .flatMap(([, , subfields]) => (subfields[place.slice(3)] ?? '').split(/[\s,.:;/]+/));
}

function recordText(
  record: CatalogueRecord,
  { version, schema, isText, isBare, place }: How & { schema: string; place: number },
): string {
  const marc = schema === 'opacxml' ? opacText(record) : marcText(record, isBare);
  const packing = versions[version]?.packing ?? 'recordPacking';
  const content = isText ? escaped(`<?xml version="1.0"?>\n${marc}`) : marc;
  return `<zs:record><zs:recordSchema>${schema}</zs:recordSchema><zs:${packing}>${isText ? 'string' : 'xml'}</zs:${packing}><zs:recordData>${content}</zs:recordData><zs:recordPosition>${place + 1}</zs:recordPosition></zs:record>`;
}

function marcText({ id, fields }: CatalogueRecord, isBare: boolean): string {
  const written = fields.map(([tag, indicators, subfields]) => {
    const inner = Object.entries(subfields).map(
      ([code, value]) => `<subfield code="${code}">${escaped(value)}</subfield>`,
    );
    return `<datafield tag="${tag}" ind1="${indicators[0] ?? ' '}" ind2="${indicators[1] ?? ' '}">${inner.join('')}</datafield>`;
  });
  const namespace = isBare ? '' : ' xmlns="http://www.loc.gov/MARC21/slim"';
  return `<record${namespace}><leader>00000nam a2200000 a 4500</leader><controlfield tag="001">${id}</controlfield>${written.join('')}</record>`;
}

function opacText(record: CatalogueRecord): string {
  const holdings = (record.opac ?? []).map(
    ({ nucCode, shelvingLocation, callNumber, available }) =>
      `<holding><nucCode>${nucCode}</nucCode>${shelvingLocation === undefined ? '' : `<shelvingLocation>${shelvingLocation}</shelvingLocation>`}${callNumber === undefined ? '' : `<callNumber>${callNumber}</callNumber>`}${available === undefined ? '' : `<circulations><circulation><availableNow value="${available ? 1 : 0}"/></circulation></circulations>`}</holding>`,
  );
  return `<opacRecord><bibliographicRecord>${marcText(record, false)}</bibliographicRecord><holdings>${holdings.join('')}</holdings></opacRecord>`;
}

function diagnostic(version: string, number: number, details: string): string {
  const namespace = versions[version]?.diagnostics ?? '';
  return `<diagnostic xmlns="${namespace}"><uri>info:srw/diagnostic/1/${number}</uri><details>${escaped(details)}</details><message>&lt;b&gt;as the server says it&lt;/b&gt;</message></diagnostic>`;
}

function response(version: string, inner: string): string {
  const { namespace } = versions[version] ?? { namespace: '' };
  const said = version === '2.0' ? '' : `<zs:version>${version}</zs:version>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<zs:searchRetrieveResponse xmlns:zs="${namespace}">${said}${inner}</zs:searchRetrieveResponse>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const okay =
  (text: string | Buffer, type = 'text/xml; charset=utf-8') =>
  (res: ServerResponse) =>
    void res.writeHead(200, { 'content-type': type }).end(text);
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (res: ServerResponse) =>
    void res.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<p>no</p>');
const wrapped = (inner: string): string => response('1.2', inner);

const misbehaviours: Record<Misbehaviour, (res: ServerResponse) => void> = {
  silent: () => undefined,
  'breaks-off': (res) => void res.destroy(),
  'error-500': status(500),
  'busy-503': status(503),
  'not-found': status(404),
  redirects: status(302, { location: 'http://127.0.0.1:1/elsewhere' }),
  'temporarily-unavailable': okay(
    wrapped(`<zs:diagnostics>${diagnostic('1.2', 2, 'maintenance')}</zs:diagnostics>`),
  ),
  doctype: okay(
    `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">&x;</zs:searchRetrieveResponse>`,
  ),
  entities: okay(
    `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><lolz>&c;</lolz>`,
  ),
  'unknown-entity': okay(wrapped('<zs:numberOfRecords>&nbsp;1</zs:numberOfRecords>')),
  huge: (res) => {
    res.writeHead(200, { 'content-type': 'text/xml' });
    for (let megabyte = 0; megabyte < 10; megabyte += 1) res.write(Buffer.alloc(2 ** 20, 0x20));
    res.end();
  },
  malformed: okay(wrapped('<zs:records><zs:record>')),
  'two-roots': okay('<a/><b/>'),
  deep: okay('<a>'.repeat(50_000)),
  'wrong-encoding': okay(Buffer.from(wrapped('<zs:numberOfRecords>Å</zs:numberOfRecords>'), 'latin1')),
  'unknown-encoding': okay('<?xml version="1.0" encoding="EBCDIC"?><a/>', 'text/xml; charset=EBCDIC'),
  html: okay('<html><body>Log in first</body></html>', 'text/html'),
  empty: okay(''),
  'not-marc': okay(
    wrapped(
      '<zs:numberOfRecords>1</zs:numberOfRecords><zs:records><zs:record><zs:recordData><dc xmlns="urn:dc"><title>T</title></dc></zs:recordData></zs:record></zs:records>',
    ),
  ),
  prototype: okay(
    wrapped(
      '<zs:records><zs:record><zs:recordData><__proto__ polluted="1"/></zs:recordData></zs:record></zs:records>',
    ),
  ),
};
