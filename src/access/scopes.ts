import { allRights, Right } from './rights.js';

/** What a token may be allowed to do. `admin` stands for all of them. */
export const Scope = {
  Read: 'read',
  Import: 'import',
  Act: 'act',
  Deliveries: 'deliveries',
  Peers: 'peers',
  Ledger: 'ledger',
  Export: 'export',
  Erase: 'erase',
  Admin: 'admin',
} as const;
export type Scope = (typeof Scope)[keyof typeof Scope];

export const allScopes: readonly Scope[] = Object.values(Scope);

export function isScope(text: string): text is Scope {
  return (allScopes as readonly string[]).includes(text);
}

/** What each scope lets a token do. Whoever a patron is, is for persons to see: no scope reveals it. */
export const rightsOfScope: Readonly<Record<Scope, readonly Right[]>> = {
  read: [Right.Read],
  import: [Right.Import],
  act: [Right.Work],
  deliveries: [Right.Deliveries],
  peers: [Right.Peers, Right.Credentials],
  ledger: [Right.Ledger],
  export: [Right.Export],
  erase: [Right.Erase, Right.ApproveErasure],
  admin: allRights.filter((right) => right !== Right.Reveal && right !== Right.ExportPersons),
};

export function rightsOfScopes(scopes: readonly Scope[]): Right[] {
  return allRights.filter((right) => scopes.some((scope) => rightsOfScope[scope].includes(right)));
}

/** The narrowest scope that gives a right: what a refused token is told to ask for. */
export function scopeFor(right: Right): Scope | undefined {
  return allScopes.find((scope) => rightsOfScope[scope].includes(right));
}
