import type { AgencyId } from './message.js';

const isilPattern = /^(?:[A-Z]{2}|[A-Za-z0-9]|[A-Za-z0-9]{3,4})-[A-Za-z0-9/:-]+$/;

/**
 * The key by which an agency is known, whatever the spelling: `type:value`, both trimmed and case-folded, a printed
 * `ISIL ` before the value dropped. Values may hold colons, so the first colon ends the type, and colons in the type are
 * percent-escaped. Source: iso18626.md 5.3.
 */
export function agencyKey(agencyId: AgencyId): string {
  const type = fold(agencyId.agencyIdType.value);
  const value = fold(agencyId.agencyIdValue);
  const bare = type === 'isil' ? value.replace(/^isil\s+/, '') : value;
  return `${type.replace(/%/g, '%25').replace(/:/g, '%3A')}:${bare}`;
}

export const AgencyFlaw = {
  Empty: 'agency-empty',
  NotAscii: 'agency-not-ascii',
  NotAnIsil: 'isil-form',
  LowerCaseCountry: 'isil-lower-case-country',
} as const;
export type AgencyFlaw = (typeof AgencyFlaw)[keyof typeof AgencyFlaw];

/** What is odd about an agency's id: reason for a warning, never for a refusal. Source: iso18626.md 5.1. */
export function agencyFlaws(agencyId: AgencyId): AgencyFlaw[] {
  const value = agencyId.agencyIdValue.trim().replace(/^ISIL\s+/i, '');
  if (value === '') return [AgencyFlaw.Empty];
  if (!/^[\x20-\x7E]*$/.test(value)) return [AgencyFlaw.NotAscii];
  if (fold(agencyId.agencyIdType.value) !== 'isil') return [];
  if (value.length >= 3 && value.length <= 16 && isilPattern.test(value)) return [];
  return [
    /^[a-z]{2}-/i.test(value) && value.length <= 16 ? AgencyFlaw.LowerCaseCountry : AgencyFlaw.NotAnIsil,
  ];
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
