import { destroyed, documentHolder, fetched, loanOfHolder, type Document } from '../../loan/index.js';
import type { LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf } from '../tell.js';
import { documentIdOf } from './document-id.js';

export type Fetched = { kind: 'fetched'; document: Document } | { kind: 'over' };

/** Whoever has the link fetches the file: an entry each time, without a word of who it was. */
export function fetchDocument(
  asked: { token: string; holder: string },
  context: ExchangeContext,
): UseCase<Fetched> {
  const key: LoanKey = { by: 'id', id: loanOfHolder(asked.holder) ?? '' };
  const id = documentIdOf(asked.token);
  return {
    name: 'fetch-document',
    source: 'peers',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      const happening = loan === undefined ? undefined : fetched(loan.record, id, at.now.toISOString());
      const document = happening?.record?.documents?.[id];
      if (loan === undefined || happening === undefined || document === undefined)
        return { result: { kind: 'over' } };
      const peers = context.directoryOf(loaded.directory);
      const story = storyOf(loan, { actor: { kind: 'system', id: 'download' }, at, peers, context });
      story.tell(happening);
      return { result: { kind: 'fetched', document }, entries: story.entries, keep: story.keep };
    },
  };
}

/** Destroys the files of a request whose time is over. Answers how many. */
export function destroyDocuments(loan: string, context: ExchangeContext): UseCase<number> {
  const key: LoanKey = { by: 'id', id: loan };
  return {
    name: 'destroy-documents',
    source: 'unbounded',
    needs: { loans: [key] },
    decide(loaded, at) {
      const found = loaded.loan(key);
      const over = found === undefined ? undefined : destroyed(found.record, at.now.toISOString());
      if (found === undefined || over === undefined || over.ids.length === 0) return { result: 0 };
      const peers = context.directoryOf(loaded.directory);
      const story = storyOf(found, { actor: { kind: 'clock', id: 'retain' }, at, peers, context });
      for (const happening of over.happenings) story.tell(happening);
      const holders = over.ids.map((id) => documentHolder(loan, id));
      return { result: holders.length, entries: story.entries, keep: { ...story.keep, destroyed: holders } };
    },
  };
}
