import { allRights, Right } from './rights.js';

/** What people are here; each is held for one agency of ours or for all. Source: practice.md 6. */
export const Role = {
  Assistant: 'assistant',
  Supervisor: 'supervisor',
  Auditor: 'auditor',
  Privacy: 'privacy',
  Admin: 'admin',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

export const allRoles: readonly Role[] = Object.values(Role);

export function isRole(text: string): text is Role {
  return (allRoles as readonly string[]).includes(text);
}

/** Which role may do what. Duties are apart: who keeps the users reads no ledger, who audits sees no patron. */
export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  assistant: [Right.Read, Right.Work, Right.Deliveries, Right.Reveal],
  supervisor: [
    Right.Read,
    Right.Work,
    Right.Claims,
    Right.Import,
    Right.Deliveries,
    Right.Peers,
    Right.Reveal,
    Right.Ledger,
    Right.Export,
    Right.ApproveErasure,
  ],
  auditor: [Right.Read, Right.Ledger, Right.Export],
  privacy: [
    Right.Read,
    Right.Ledger,
    Right.Export,
    Right.ExportPersons,
    Right.Reveal,
    Right.Erase,
    Right.ApproveErasure,
  ],
  admin: [
    Right.Read,
    Right.Deliveries,
    Right.Peers,
    Right.Credentials,
    Right.Users,
    Right.Settings,
    Right.Jobs,
  ],
};

export function rightsOfRoles(roles: readonly Role[]): Right[] {
  return allRights.filter((right) => roles.some((role) => rightsOfRole[role].includes(right)));
}
