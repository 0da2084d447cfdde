import type { Caller } from '../../../src/access/index.js';
import type { Gateway, ParcelView, ScanReading } from '../../../src/desk/index.js';
import { parcelRefusalText } from '../../../src/loan/index.js';

const LOAN_ID = '0195a0c0-0000-7000-8000-000000000001';

export const PARCEL_ID = '0195a0c0-0000-7000-8000-000000000011';

const at = '2026-03-02T08:00:00.000Z';
const parcel: ParcelView = {
  id: PARCEL_ID,
  way: 'out',
  state: 'late',
  next: 'ask-requester',
  routing: 'S-4',
  peer: 'south',
  peerName: 'South',
  agency: 'isil:se-north',
  carrier: 'PostNord',
  numbers: [{ trackingId: 'RR1', url: 'https://tracking.postnord.com/?id=RR1' }, { trackingId: 'RR2' }],
  insurance: { insured: true, amount: '500.00', currency: 'SEK' },
  packing: ['boxed'],
  sentAt: at,
  expected: { median: at, p90: at, samples: 7 },
  lateAt: at,
  events: [{ status: 'in-transit', at, carrier: 'postnord', trackingId: 'RR1' }],
  requests: [
    {
      loan: LOAN_ID,
      shipment: PARCEL_ID,
      requestId: 'R-1',
      direction: 'out',
      title: 'Kallocain',
      itemIds: ['3001'],
      state: 'Loaned',
    },
  ],
  possible: ['arrived', 'trace'],
};

const reading: ScanReading = {
  codes: [
    { code: 'R-1', is: 'request', loan: LOAN_ID, requestId: 'R-1' },
    { code: 'RR1', is: 'new-tracking' },
  ],
  requests: [
    { loan: LOAN_ID, requestId: 'R-1', title: 'Kallocain', peer: 'south', peerName: 'South', verb: 'ship' },
  ],
  trackingIds: ['RR1'],
  carrier: 'PostNord AB',
  offer: 'ship',
  left: [],
};

/** One parcel that is late, and carriers among whom only `bad` cannot be. */
export function fakeParcels(
  heard: (what: string, given: unknown, by?: Caller) => void,
): Pick<Gateway, 'parcels' | 'carriers'> {
  return {
    parcels: {
      list: () => Promise.resolve({ items: [parcel], next: `${at}~${PARCEL_ID}` }),
      ofLoan: () => [],
      companions: () => Promise.resolve([]),
      get: (id) => Promise.resolve(id === PARCEL_ID ? parcel : undefined),
      act({ parcel: id, act, by }) {
        heard('parcel-act', act, by);
        return Promise.resolve(
          act.verb === 'found'
            ? { kind: 'refused', refusal: 'not-lost', detail: parcelRefusalText['not-lost'] }
            : { kind: 'done', parcel: id, loans: [LOAN_ID], owed: [] },
        );
      },
      read: () => Promise.resolve(reading),
      scan: () =>
        Promise.resolve({
          reading,
          answers: [{ loan: LOAN_ID, answer: { kind: 'done', loan: LOAN_ID, owed: [] } }],
          parcel: PARCEL_ID,
        }),
    },
    carriers: {
      list: () => [{ id: 'van', name: 'Van', routing: { south: 'S-4' } }],
      change: (id) => Promise.resolve(id === 'bad' ? { fault: 'must be https' } : 'done'),
      remove: (id) => Promise.resolve(id === 'van' ? 'done' : 'unknown-carrier'),
    },
  };
}
