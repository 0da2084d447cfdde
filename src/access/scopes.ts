/** What a token may be allowed to do. `admin` stands for all of them. */
export const Scope = {
  Read: 'read',
  Import: 'import',
  Act: 'act',
  Deliveries: 'deliveries',
  Peers: 'peers',
  Ledger: 'ledger',
  Admin: 'admin',
} as const;
export type Scope = (typeof Scope)[keyof typeof Scope];

export const allScopes: readonly Scope[] = Object.values(Scope);

export function isScope(text: string): text is Scope {
  return (allScopes as readonly string[]).includes(text);
}

/** Whether somebody with these scopes may do what needs that one. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || held.includes(Scope.Admin);
}
