import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedEntry } from '../../src/ledger/index.js';
import { newId, VirtualClock } from '../../src/platform/index.js';
import { eachHoldsItsLedger } from './ledgers.js';
import { openLibrary, type Library, type LibraryOptions, type Posted } from './library.js';
import { plays, scriptedPeer, type ScriptedPeer } from './scripted-peer.js';
import { aRecord, newestLoan, settle } from './two-libraries.js';

/** One library, and other systems that a test plays by hand. */
export interface House {
  readonly library: Library;
  readonly clock: VirtualClock;
  /** A system that answers OK to everything until told otherwise. */
  peer(id: string, agencies: string[], over?: object): Promise<ScriptedPeer>;
  settle(): Promise<void>;
  /** The library asks a supplier; answers the loan's id and the number that it goes by on the wire. */
  asks(supplier: string): Promise<{ loan: string; requestId: string }>;
  newestLoan(): Promise<string>;
  entries(loan: string): Promise<SealedEntry[]>;
  /** The newest entry about a message that came in. */
  lastReceived(): Promise<SealedEntry>;
  post(xml: string, headers?: Record<string, string>): Promise<Posted>;
  act(loan: string, verb: string, said?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

export async function house(
  agencies: LibraryOptions['agencies'] = [{ id: 'ISIL:SE-NORTH' }],
  settings: LibraryOptions['settings'] = {},
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-house-'));
  const clock = new VirtualClock();
  const library = await openLibrary({ name: 'north', folder, agencies, clock, settings });
  const peers: ScriptedPeer[] = [];
  let records = 0;
  const settled = (): Promise<void> => settle([library], clock);
  return {
    library,
    clock,
    async peer(id, spoken, over = {}) {
      const made = await scriptedPeer();
      made.always(plays.ok);
      peers.push(made);
      const entry = { id, name: id, agencies: spoken.map((one) => ({ id: one })), url: made.url, ...over };
      const { status, body } = await library.api('POST', '/api/v1/peers/import', [entry]);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return made;
    },
    settle: settled,
    async asks(supplier) {
      records += 1;
      const record = aRecord({ id: `N-${records}`, suppliers: [supplier] });
      const { body } = await library.api('POST', '/api/v1/loan-records', record);
      await settled();
      const loan = body['id'] as string;
      const shown = (await library.api('GET', `/api/v1/loan-records/${loan}`)).body;
      const [transaction] = shown['transactions'] as { requestingAgencyRequestId: string }[];
      return { loan, requestId: transaction?.requestingAgencyRequestId ?? '' };
    },
    newestLoan: () => newestLoan(library),
    entries: async (loan) => (await library.entries()).filter((entry) => entry.loan === loan),
    async lastReceived() {
      const came = (await library.entries()).filter(({ facts }) => facts?.['direction'] === 'in');
      const last = came.at(-1);
      if (last === undefined) throw new Error('nothing has come in');
      return last;
    },
    post: (xml, headers) => library.post(xml, headers),
    async act(loan, verb, said = {}) {
      const path = `/api/v1/loan-records/${loan}/acts`;
      const key = { 'idempotency-key': newId() };
      const answer = await library.api('POST', path, { verb, ...said }, key);
      await settled();
      return answer;
    },
    async close() {
      try {
        await settled();
        await eachHoldsItsLedger(library);
      } finally {
        await library.app.stop();
        await Promise.all(peers.map((peer) => peer.close()));
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

const NAMESPACE = 'http://illtransactions.org/2013/iso18626';

/** How a system writes the outline of its messages. */
export interface Written {
  from?: string;
  to?: string;
  timestamp?: string;
  supplierId?: string;
  /** Replaces the envelope's namespace; empty means none. */
  namespace?: string;
  bare?: boolean;
}

interface Told extends Written {
  requestId: string;
  status?: string;
  reason?: string;
  note?: string;
  delivery?: string;
  answer?: string;
}

/** A supplier's message, as text. `from` is the supplier. */
export function supplierSays(told: Told): string {
  const { status, reason = 'StatusChange', note, delivery, answer } = told;
  const info = `<messageInfo><reasonForMessage>${reason}</reasonForMessage>${given('answerYesNo', answer)}${given('note', note)}</messageInfo>`;
  const at = told.timestamp ?? '2026-03-02T08:00:00Z';
  const statusInfo =
    status === undefined
      ? '<statusInfo><status/><lastChange>2026-03-02T08:00:00Z</lastChange></statusInfo>'
      : `<statusInfo><status>${status}</status><lastChange>${at}</lastChange></statusInfo>`;
  const inside = `${headerOf(told, { requester: told.to ?? 'ISIL:SE-NORTH', supplier: told.from })}${info}${statusInfo}${delivery ?? ''}`;
  return whole('supplyingAgencyMessage', inside, told);
}

/** A requester's action, as text. `from` is the requester. */
export function requesterSays(said: Written & { requestId: string; action: string; note?: string }): string {
  const header = headerOf(said, { requester: said.from ?? '', supplier: said.to ?? 'ISIL:SE-NORTH' });
  return whole(
    'requestingAgencyMessage',
    `${header}<action>${said.action}</action>${given('note', said.note)}`,
    said,
  );
}

/** A request, as text. `from` is the requester. */
export function requesterAsks(
  asked: Written & { requestId: string; service?: string; bibliography?: string },
): string {
  const supplier = asked.to === '' ? undefined : (asked.to ?? 'ISIL:SE-NORTH');
  const header = headerOf(asked, { requester: asked.from ?? '', supplier });
  const title = `<bibliographicInfo><title>Kallocain</title>${asked.bibliography ?? ''}</bibliographicInfo>`;
  const service = `<serviceInfo><serviceType>Loan</serviceType>${asked.service ?? ''}</serviceInfo>`;
  return whole('request', `${header}${title}${service}`, asked);
}

function given(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<${name}>${value}</${name}>`;
}

function headerOf(
  { timestamp = '2026-03-02T08:00:00Z', requestId, supplierId }: Written & { requestId: string },
  { requester, supplier }: { requester: string; supplier: string | undefined },
): string {
  const named = supplier === undefined ? '' : agencyOf('supplyingAgencyId', supplier);
  return `<header>${named}${agencyOf('requestingAgencyId', requester)}<multipleItemRequestId/><timestamp>${timestamp}</timestamp><requestingAgencyRequestId>${requestId}</requestingAgencyRequestId>${given('supplyingAgencyRequestId', supplierId)}</header>`;
}

function agencyOf(element: string, text: string): string {
  const colon = text.indexOf(':');
  return `<${element}><agencyIdType>${text.slice(0, colon)}</agencyIdType><agencyIdValue>${text.slice(colon + 1)}</agencyIdValue></${element}>`;
}

function whole(kind: string, inside: string, { namespace = NAMESPACE, bare = false }: Written): string {
  const xmlns = namespace === '' ? '' : ` xmlns="${namespace}"`;
  if (bare) return `<?xml version="1.0" encoding="UTF-8"?><${kind}${xmlns}>${inside}</${kind}>`;
  return `<?xml version="1.0" encoding="UTF-8"?><ISO18626Message${xmlns} version="1.2"><${kind}>${inside}</${kind}></ISO18626Message>`;
}
