import { actOnDelivery, type DeliveryAct } from '../exchange/deliveries/index.js';
import { readCanonicals } from '../outbound/index.js';
import type { DeliveryAsk, DeliveryDesk } from './gateway.js';
import { actorOf } from '../access/index.js';
import type { DeskOptions } from './loans/loan-record-desk.js';

/** Deliveries over the API: the board of what waits, and what a person decides about it. */
export function buildDeliveryDesk(options: DeskOptions): DeliveryDesk {
  const { readers } = options;
  return {
    async list(filter, by) {
      const page = await readers.deliveries.list({
        ...filter,
        ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
      });
      return { items: page.deliveries, ...(page.next === undefined ? {} : { next: page.next }) };
    },
    causes: (by) => readers.deliveries.causes(by.agencies),
    async act({ delivery, ask, idempotencyKey, by }) {
      const result = await options.committer.commit(
        actOnDelivery(
          {
            delivery,
            act: await actOf(delivery, ask, options),
            actor: actorOf(by),
            idempotencyKey,
            ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
          },
          options.context,
        ),
      );
      if (result.answer.kind === 'done' && !result.replay) options.wake(result.answer.wake);
      return result;
    },
  };
}

async function actOf(delivery: string, ask: DeliveryAsk, { readers }: DeskOptions): Promise<DeliveryAct> {
  if (ask.verb !== 'compose-anew') return ask;
  const canonicals = await readCanonicals(delivery, {
    body: (id) => readers.deliveries.body(id),
    idOfDelivery: (id) => readers.loans.idOfDelivery(id),
    whole: (id) => readers.loans.whole(id),
  });
  return { verb: 'compose-anew', canonicals };
}
