import type {
  Action,
  Request,
  ServiceType,
  SupplyingAgencyMessage,
  RequestingAgencyMessage,
} from '../../../src/iso18626/index.js';
import type {
  LoanRecord,
  LoanView,
  RequesterState,
  RequesterTransaction,
  Shipment,
  SupplierState,
  SupplierTransaction,
} from '../../../src/loan/index.js';
import { isil } from './two-sides.js';

export const loanId = '019b1111-0000-7000-8000-000000000001';
export const transactionId = '019b1111-0000-7000-8000-000000000002';

const facts = {
  loan: loanId,
  peer: 'peer',
  edition: '2017',
  requestingAgencyId: isil('SE-NORTH'),
  supplyingAgencyId: isil('SE-EAST'),
  requestingKey: 'isil:se-north',
  supplyingKey: 'isil:se-east',
  requestingAgencyRequestId: 'R1',
  openedAt: '2026-03-01T08:00:00.000Z',
  lastSentAt: '2026-03-01T08:00:00Z',
};

export function recordOf(role: LoanRecord['role'], given: Partial<LoanRecord> = {}): LoanRecord {
  return {
    role,
    agency: role === 'supplier' ? 'isil:se-east' : 'isil:se-north',
    phase: 'open',
    createdAt: facts.openedAt,
    bibliographicInfo: { title: 'T' },
    suppliers:
      role === 'supplier'
        ? {}
        : {
            '001': {
              agency: 'isil:se-east',
              agencyId: isil('SE-EAST'),
              transaction: transactionId,
              outcome: 'asked',
            },
          },
    current: transactionId,
    reports: {},
    struck: {},
    held: {},
    ...given,
  };
}

export function supplying(
  state: SupplierState,
  given: Partial<SupplierTransaction> = {},
  serviceType: ServiceType | null = 'Loan',
): SupplierTransaction {
  return {
    ...facts,
    role: 'supplier',
    state,
    ...(serviceType === null ? {} : { serviceType }),
    dueDate: '2026-05-01T23:59:59Z',
    ...given,
  };
}

export function requesting(
  state: RequesterState,
  given: Partial<RequesterTransaction> = {},
  serviceType: ServiceType | null = 'Loan',
): RequesterTransaction {
  return {
    ...facts,
    role: 'requester',
    state,
    ...(serviceType === null ? {} : { serviceType }),
    ...given,
  };
}

export function viewOf(
  state: SupplierTransaction | RequesterTransaction,
  given: { record?: Partial<LoanRecord>; shipments?: Record<string, Shipment> } = {},
): LoanView {
  return {
    id: loanId,
    record: recordOf(state.role, given.record),
    transactions: new Map([[transactionId, state]]),
    shipments: new Map(Object.entries(given.shipments ?? {})),
    claims: new Map(),
    notices: new Map(),
    deliveries: new Map(),
  };
}

const header = {
  supplyingAgencyId: isil('SE-EAST'),
  requestingAgencyId: isil('SE-NORTH'),
  timestamp: '2026-03-02T08:00:00Z',
  requestingAgencyRequestId: 'R1',
};

export function ram(action: Action, note?: string): RequestingAgencyMessage {
  return { kind: 'requestingAgencyMessage', header, action, ...(note === undefined ? {} : { note }) };
}

export function sam(
  messageInfo: SupplyingAgencyMessage['messageInfo'],
  statusInfo: SupplyingAgencyMessage['statusInfo'] = {},
): SupplyingAgencyMessage {
  return {
    kind: 'supplyingAgencyMessage',
    header,
    messageInfo,
    statusInfo: { lastChange: '2026-03-02T08:00:00Z', ...statusInfo },
  };
}

export function request(serviceInfo: Partial<Request['serviceInfo'] & object> = {}): Request {
  return {
    kind: 'request',
    header,
    bibliographicInfo: { title: 'T' },
    serviceInfo: { serviceType: 'Loan', ...serviceInfo },
  };
}
