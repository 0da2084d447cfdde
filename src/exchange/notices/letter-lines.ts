import type { Notice, SealedAddress, SealedWish } from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Loan } from '../../storage/index.js';
import { openedWish } from '../opened-wish.js';

interface Known {
  loan: Loan;
  peers: PeerDirectory;
  /** Whether whoever prints may see who a reader is. */
  reveals: (agency: string) => boolean;
}

/** Whom a letter is for, a line each as it stands on the envelope; none where nobody may know it here. */
export function letterLines(notice: Notice, { loan, peers, reveals }: Known): readonly string[] {
  switch (notice.to) {
    case 'patron':
      return reveals(loan.record.agency) ? linesOfReader(openedWish(loan)?.patron) : [];
    case 'staff':
      return [peers.ourByKey(loan.record.agency)?.name ?? ''].filter(isSaid);
    case 'peer':
      return linesOfPeer(notice, { loan, peers });
  }
}

function linesOfPeer(
  { transaction = '' }: Notice,
  { loan, peers }: Pick<Known, 'loan' | 'peers'>,
): readonly string[] {
  const id = loan.transactions.get(transaction)?.peer;
  const peer = id === undefined ? undefined : peers.peer(id);
  return peer === undefined ? [] : [peer.name, ...(peer.contact?.address ?? [])];
}

function linesOfReader(patron: SealedWish['patron']): string[] {
  if (patron === undefined) return [];
  const name = [patron.givenName, patron.surname].filter(isSaid).join(' ');
  return [name, ...linesOfAddress(patron.address ?? {})].filter(isSaid);
}

function linesOfAddress({ line1, line2, postalCode, locality, region, country }: SealedAddress): string[] {
  const place = [postalCode, locality].filter(isSaid).join(' ');
  return [line1, line2, place, region, country].filter(isSaid);
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
