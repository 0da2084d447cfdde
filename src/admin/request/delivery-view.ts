import type { RequestDetail } from '../../desk/index.js';
import type { Delivery } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateTimeText } from '../frame/times.js';

/** A message that is or was owed, as a request's page shows it. */
export interface DeliveryView {
  id: string;
  what: string;
  state: string;
  tone: Tone;
  peer: string;
  attempts: string;
  cause?: string;
  next?: string;
}

const deliveryTones: Readonly<Record<Delivery['state'], Tone>> = {
  owed: 'plain',
  undecided: 'warn',
  answered: 'good',
  refused: 'bad',
  stopped: 'bad',
  'given-up': 'bad',
  dropped: 'plain',
  replaced: 'plain',
};

export function deliveryOf(
  { id, delivery, detail }: { id: string; delivery: Delivery; detail: RequestDetail },
  reader: Reader,
): DeliveryView {
  const { t } = reader;
  const { what, state, peer, attempts, cause, dueAt } = delivery;
  const isWaiting = state === 'owed' && attempts > 0;
  return present({
    id,
    what,
    state: t(`delivery.state.${state}`),
    tone: deliveryTones[state],
    peer: detail.peerNames.get(peer) ?? peer,
    attempts: t('delivery.attempts', { n: attempts }),
    cause: state === 'answered' ? undefined : cause,
    next: isWaiting ? t('delivery.next', { when: dateTimeText(dueAt, reader) }) : undefined,
  });
}
