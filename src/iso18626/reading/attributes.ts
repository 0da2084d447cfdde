import { NAMESPACE } from '../edition.js';
import type { Privacy } from '../edition.js';
import type { HoleCutter } from '../redaction.js';
import type { Findings } from './findings.js';
import { ReadRule, WarningCode } from './reading.js';
import { shown } from './value.js';
import type { WalkedAttribute, WalkedElement } from './xml-walk.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const usualSchemaLocation =
  /^\s*http:\/\/illtransactions\.org\/2013\/iso18626\s+https?:\/\/illtransactions\.org\/[\w./-]*\s*$/;

export interface AttributeContext {
  /** The one that the table allows here: `version` or `scheme`. */
  expected?: string | undefined;
  /** What the expected one may tell. */
  privacy: Privacy;
  path: string;
  findings: Findings;
  cutter: HoleCutter;
}

/**
 * The value of the attribute that belongs here, also when it lacks its prefix, as many peers send it. All others are
 * noted and cut out; schema hints are never followed.
 */
export function readAttributes(element: WalkedElement, context: AttributeContext): string | undefined {
  if (element.attributes.length === 0) return undefined;
  const { findings, path } = context;
  const expected = pickExpected(element.attributes, context.expected);
  if (expected?.uri === '')
    findings.liberty(
      { warning: WarningCode.AttributeUnqualified, rule: ReadRule.AttributeForm, detail: expected.local },
      path,
    );
  for (const attribute of element.attributes) {
    const isHint = isSchemaLocation(attribute);
    if (attribute !== expected && !isHint)
      findings.liberty(
        {
          warning: WarningCode.AttributeUnknown,
          rule: ReadRule.AttributeForm,
          detail: shown(attribute.name),
        },
        path,
      );
    if (attribute !== expected) cutOther(attribute, isHint, context);
    else if (context.privacy !== 'open')
      context.cutter.cut(attribute.from, attribute.to, {
        privacy: context.privacy,
        path: `${path}/@${attribute.local}`,
      });
  }
  return expected?.value;
}

/** The qualified one wins. */
function pickExpected(attributes: readonly WalkedAttribute[], name?: string): WalkedAttribute | undefined {
  let found: WalkedAttribute | undefined;
  for (const attribute of attributes) {
    if (attribute.local !== name) continue;
    if (attribute.uri === NAMESPACE) return attribute;
    if (attribute.uri === '') found = attribute;
  }
  return found;
}

function isSchemaLocation({ uri, local }: WalkedAttribute): boolean {
  return uri === XSI && (local === 'schemaLocation' || local === 'noNamespaceSchemaLocation');
}

/** Name and all, unless it is the hint that everybody sends. */
function cutOther(
  { start, to, value }: WalkedAttribute,
  isHint: boolean,
  { path, cutter }: AttributeContext,
): void {
  if (isHint && usualSchemaLocation.test(value)) return;
  cutter.cut(start, to + 1, { privacy: 'text', path: `${path}/@*` });
}
