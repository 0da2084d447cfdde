import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import type { Edition } from '../../../src/iso18626/index.js';

const NAMESPACE = 'http://illtransactions.org/2013/iso18626';

/**
 * `disputed`: libxml2 alone minds it. It takes less for an `anyURI` than XSD does, and no blanks around a time, which XSD
 * collapses.
 */
export type SchemaVerdict = 'valid' | 'invalid' | 'disputed';

/** What libxml2 makes of a document. */
export interface Parsed {
  /** Local name of the root where it is in the standard's namespace. */
  root: string | undefined;
  hasDoctype: boolean;
  /** Local names of the standard's elements below the root. */
  messages: string[];
  /** By the schema of each edition that was asked. */
  verdicts: Map<string, SchemaVerdict>;
}

export interface Judges {
  /** Undefined where it is not well-formed. Asks the schemas of these editions. */
  parse(text: string | Buffer, editions: readonly Edition[]): Parsed | undefined;
}

/** Judges by libxml2 and the project's schema files: what reads the messages in the gateway has no part in them. */
export function buildJudges(editions: readonly Edition[]): Judges {
  const validators = new Map(
    editions.map(({ id }) => {
      const file = new URL(`../../../schemas/iso18626-${id}.xsd`, import.meta.url);
      return [id, XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(file, 'utf8')))];
    }),
  );
  return {
    parse(text, asked) {
      let document: XmlDocument | undefined;
      try {
        document = parsed(text);
        const root = document.root;
        const isOurs = root.namespaceUri === NAMESPACE;
        const messages = isOurs ? childrenOf(root) : [];
        const verdicts = new Map(
          asked.map(({ id }) => [id, saysType(text) ? 'disputed' : verdictOf(document, validators.get(id))]),
        );
        return {
          root: isOurs ? root.name : undefined,
          hasDoctype: document.dtd !== null,
          messages,
          verdicts,
        };
      } catch {
        return undefined;
      } finally {
        document?.dispose();
      }
    },
  };
}

// The package types a set of options as one of them.
const huge = (ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_NONET) as ParseOption;
const decoded = (huge | ParseOption.XML_PARSE_IGNORE_ENC) as ParseOption;

/** A declaration's encoding is no matter of a text that is decoded already; a mark in it is a character like any other. */
function parsed(text: string | Buffer): XmlDocument {
  if (typeof text !== 'string') return XmlDocument.fromBuffer(text, { option: huge });
  if (text.startsWith('\uFEFF')) throw new Error('a mark stands before the root');
  return XmlDocument.fromString(text, { option: decoded });
}

function childrenOf(root: XmlElement): string[] {
  const names: string[] = [];
  for (let node = root.firstChild; node !== null; node = node.next)
    if (node instanceof XmlElement && node.namespaceUri === NAMESPACE) names.push(node.name);
  return names;
}

// A value may hold line ends; the next fault begins with its element.
const within = String.raw`(?:(?!\nElement ')[\s\S])*?`;
const disputed = new RegExp(
  String.raw`^Element '[^']*'(?:, attribute '[^']*')?: (?:'${within}' is not a valid value of the atomic type 'xs:anyURI'|` +
    String.raw`'(?:\s${within}|${within}\s)' is not a valid value of the atomic type 'xs:dateTime')\.\s*`,
  'gm',
);

/** XSD lets any element say its type; a strict reading takes only the attributes that its tables have. */
function saysType(text: string | Buffer): boolean {
  return text.includes(' xsi:type=');
}

function verdictOf(document: XmlDocument | undefined, validator: XsdValidator | undefined): SchemaVerdict {
  if (document === undefined || validator === undefined) return 'invalid';
  try {
    validator.validate(document);
    return 'valid';
  } catch (problem) {
    const faults = problem instanceof Error ? problem.message : 'unknown';
    return faults.replace(disputed, '') === '' ? 'disputed' : 'invalid';
  }
}
