import { NAMESPACE } from './edition.js';
import type { Redaction } from './redaction.js';

/** How a body is written where the standard leaves a choice, or a peer takes one away. */
export interface Style {
  /** Before every element; empty is the default namespace. Ours is `ill`. */
  prefix?: string | undefined;
  /** Whether `version` and `scheme` carry the prefix. The schema wants them qualified. */
  attributes?: 'qualified' | 'unqualified' | undefined;
  /** Of the `version` attribute, where it is not the edition's. */
  version?: string | undefined;
  precision?: 'seconds' | 'milliseconds' | undefined;
}

const PREFIX = 'ill';
const tag = /<(\/?)ill:([^>]*)>/g;
const times =
  /(<(?:[\w.-]+:)?(?:timestamp|timestampReceived|lastChange|dueDate|expectedDeliveryDate|dateSent|needBeforeDate|startDate|endDate|retryAfter|retryBefore)>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z<)/g;

/** A body that was encoded, in another style. Values stay as they are: only tags, and times that have no fraction, change. */
export function restyled<T extends Pick<Redaction, 'template'>>(written: T, style: Style): T {
  return { ...written, template: restyledText(written.template, style) };
}

export function restyledText(xml: string, style: Style): string {
  const { prefix = PREFIX, attributes = 'qualified', version, precision } = style;
  const timed = precision === 'milliseconds' ? xml.replace(times, '$1.000$2') : xml;
  if (prefix === PREFIX && attributes === 'qualified' && version === undefined) return timed;
  const named = prefix === '' ? '' : `${prefix}:`;
  return timed.replace(tag, (_tag, slash: string, inside: string) => {
    const told = inside
      .replace(/ xmlns:ill="[^"]*"/, declarations(prefix, attributes))
      .replace(
        / ill:version="[^"]*"/,
        (found) => ` ill:version=${version === undefined ? found.slice(13) : quoted(version)}`,
      )
      .replace(/ ill:(version|scheme)=/g, ` ${attributePrefix(prefix, attributes)}$1=`);
    return `<${slash}${named}${told}>`;
  });
}

/** An attribute has no default namespace: qualified ones keep a prefix of their own. */
function declarations(prefix: string, attributes: Style['attributes']): string {
  if (prefix !== '') return ` xmlns:${prefix}="${NAMESPACE}"`;
  const own = ` xmlns="${NAMESPACE}"`;
  return attributes === 'qualified' ? `${own} xmlns:${PREFIX}="${NAMESPACE}"` : own;
}

function attributePrefix(prefix: string, attributes: Style['attributes']): string {
  if (attributes === 'unqualified') return '';
  return `${prefix === '' ? PREFIX : prefix}:`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`;
}
