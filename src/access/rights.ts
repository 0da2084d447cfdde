/** What somebody may be allowed to do, in the verbs of the trade. Source: practice.md 6. */
export const Right = {
  /** See requests, messages and peers; who the patron is stays masked. */
  Read: 'read',
  Work: 'work',
  /** Approve, agree, waive, withdraw and refund claims: whatever decides about money. */
  Claims: 'claims',
  Import: 'import',
  Deliveries: 'deliveries',
  /** Pause, resume and test a peer. */
  Peers: 'peers',
  /** Peers' addresses and keys, and webhooks' secrets. */
  Credentials: 'credentials',
  Ledger: 'ledger',
  Export: 'export',
  /** Approve an export that names persons. */
  ExportPersons: 'export-persons',
  /** See who the patron of a request is, with a reason. */
  Reveal: 'reveal',
  Erase: 'erase',
  /** Be the second person of an erasure, where the house asks for two. */
  ApproveErasure: 'approve-erasure',
  Users: 'users',
  Settings: 'settings',
  Jobs: 'jobs',
} as const;
export type Right = (typeof Right)[keyof typeof Right];

export const allRights: readonly Right[] = Object.values(Right);

/**
 * Rights over the gateway as a whole, such as over peers, with whom all our agencies exchange messages. Held for one of
 * several agencies they allow nothing.
 */
export const wholeGateway: ReadonlySet<Right> = new Set([
  Right.Peers,
  Right.Credentials,
  Right.Users,
  Right.Settings,
  Right.Jobs,
]);
