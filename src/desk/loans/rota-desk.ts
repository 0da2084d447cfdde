import { actorOf, type Caller } from '../../access/index.js';
import { chooseSuppliers, seekSuppliersAgain, type ChoiceAnswer } from '../../exchange/index.js';
import { agencyKey } from '../../iso18626/index.js';
import type { Listed } from '../../loan/index.js';
import { agencyIdFrom, type PeerDirectory } from '../../peers/index.js';
import type { LoanKey, UseCase } from '../../storage/index.js';
import type { LoanReference, RotaDesk } from '../gateway.js';
import { idOf, type DeskOptions } from './loan-record-desk.js';
import { rotaViewOf } from './rota.js';

export function buildRotaDesk(options: DeskOptions): RotaDesk {
  const { readers, directory, clock, context } = options;
  return {
    async explain(record, by) {
      const id = await idOf(record, by, options);
      const loan = id === undefined ? undefined : await readers.loans.whole(id);
      if (loan === undefined || by.agencies?.includes(loan.record.agency) === false) return undefined;
      return rotaViewOf(loan.id, loan.record, clock.now());
    },
    order: (record, suppliers, by) =>
      chosen({ record, by, options }, (asked) =>
        chooseSuppliers({ ...asked, suppliers: suppliers.map((one) => listed(one, directory())) }, context),
      ),
    seek: (record, by) => chosen({ record, by, options }, (asked) => seekSuppliersAgain(asked, context)),
  };
}

function listed(written: string, directory: PeerDirectory): Listed {
  const named = agencyIdFrom(written);
  const known = directory.agency(named);
  return { agency: known?.key ?? agencyKey(named), agencyId: known?.agencyId ?? named };
}

interface Choosing {
  record: LoanReference;
  by: Caller;
  options: DeskOptions;
}

async function chosen(
  { record, by, options }: Choosing,
  useCase: (asked: Parameters<typeof seekSuppliersAgain>[0]) => UseCase<ChoiceAnswer>,
): Promise<ChoiceAnswer> {
  const id = await idOf(record, by, options);
  if (id === undefined) return { kind: 'unknown-loan' };
  const loan: LoanKey = { by: 'id', id };
  const bound = by.agencies === undefined ? {} : { agencies: by.agencies };
  const answer = await options.committer.commit(useCase({ loan, actor: actorOf(by), ...bound }));
  if (answer.kind === 'done') options.wake(answer.owed);
  return answer;
}
