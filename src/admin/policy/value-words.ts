import { OFF, readSpan } from '../../loan/index.js';
import type { Translate } from '../words/translate.js';
import { fieldText } from './policy-form.js';

/** Keys whose numbers are no days. */
const counts: ReadonlySet<string> = new Set([
  'respond.warnAt',
  'renewal.max',
  'inSync.perPeer',
  'inSync.perNight',
]);

/** A value with its unit, in words; a code of the policy stays what it is. */
export function valueText({ key, value }: { key: string; value: unknown }, t: Translate): string {
  if (value === OFF) return t('policy.off');
  if (typeof value === 'boolean') return value ? t('policy.yes') : t('policy.no');
  const isText = typeof value === 'string' || typeof value === 'number';
  const span = isText && !counts.has(key) ? readSpan(value) : undefined;
  if (span === undefined) return fieldText(value);
  const n = Math.abs(span.count);
  const text = t(`policy.span.${span.unit}`, { n });
  return span.count < 0 ? t('policy.before', { span: text }) : text;
}
