import { acceptLoanRecord, receiveMessage } from '../../dist/exchange/index.js';
import { decode, edition2017 } from '../../dist/iso18626/index.js';
import { recognizeSender } from '../../dist/inbound/recognize-sender.js';
import { actor, withApp } from './library.mjs';
import { distinctRequests } from './messages.mjs';

const AT_ONCE = 1024;

/** Requests that a peer has sent, through the real rules and the real committer; only HTTP is left out. */
export function seedTransactions(here, count) {
  return withApp(here, async ({ app, ground }) => {
    const take = (body) => {
      const reading = decode(body, { edition: edition2017 });
      const { ours, theirs, peerId, peer } = recognizeSender(reading.message, app.directory());
      const { message, redaction } = reading;
      const known = { bytes: body.length, peer: peerId, edition: peer.edition, ours, theirs, warnings: [] };
      return app.storage.committer.commit(receiveMessage({ message, redaction, ...known }, ground.context));
    };
    for (let made = 0; made < count; made += AT_ONCE)
      await Promise.all(distinctRequests(Math.min(AT_ONCE, count - made), `seed-${made}`).map(take));
  });
}

/** Loan records of our own whose request to the peer of `supplier` is owed and has not left. */
export function seedWaiting(here, { count, supplier }) {
  return withApp(here, async ({ app, ground }) => {
    const [agency] = app.directory().ourAgencies;
    const take = (number) => {
      const record = {
        agency: agency.key,
        libraryId: `W-${number}`,
        bibliographicInfo: { title: `Waiting ${number}`, author: 'Lind, Ada' },
        serviceInfo: { requestType: 'New', serviceType: 'Loan' },
        suppliers: [
          {
            agency: `isil:${supplier.toLowerCase()}`,
            agencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: supplier },
          },
        ],
        wish: {},
      };
      const handedIn = JSON.stringify(record);
      return app.storage.committer.commit(
        acceptLoanRecord({ record, handedIn, actor, source: 'imports' }, ground.context),
      );
    };
    for (let made = 0; made < count; made += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made) }, (_, at) => take(made + at)));
  });
}
