import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { EDITION_IDS } from '../../src/iso18626/index.js';
import type { EditionId } from '../../src/iso18626/index.js';

/** Undefined for valid, else what is wrong. */
export type Verdict = string | undefined;

export interface Judges {
  /** By the project's schema of an edition, and the official one of the same or another; each document is read once. */
  ask(xml: string, ours: EditionId, official?: '2017' | '2021'): { ours: Verdict; official: Verdict };
  dispose(): void;
}

/** All schemas, compiled once. What libxml2 holds lies outside the garbage collector's reach and is given back by hand. */
export function judges(officialPaths: Record<'2017' | '2021', string>): Judges {
  const files = new URL('../../schemas/', import.meta.url);
  const compile = (path: string | URL): Compiled => {
    const document = XmlDocument.fromString(readFileSync(path, 'utf8'));
    return { document, validator: XsdValidator.fromDoc(document) };
  };
  const ours = new Map(EDITION_IDS.map((id) => [id, compile(new URL(`iso18626-${id}.xsd`, files))]));
  const official = { '2017': compile(officialPaths['2017']), '2021': compile(officialPaths['2021']) };
  return {
    ask(xml, edition, byOfficial) {
      let subject: XmlDocument | undefined;
      try {
        subject = XmlDocument.fromString(xml);
        const mine = ours.get(edition);
        return {
          ours: mine && verdictOf(subject, mine),
          official: byOfficial && verdictOf(subject, official[byOfficial]),
        };
      } catch (problem) {
        const verdict = textOf(problem);
        return { ours: verdict, official: verdict };
      } finally {
        subject?.dispose();
      }
    },
    dispose() {
      for (const { document, validator } of [...ours.values(), ...Object.values(official)]) {
        validator.dispose();
        document.dispose();
      }
    },
  };
}

interface Compiled {
  document: XmlDocument;
  validator: XsdValidator;
}

function verdictOf(subject: XmlDocument, { validator }: Compiled): Verdict {
  try {
    validator.validate(subject);
    return undefined;
  } catch (problem) {
    return textOf(problem);
  }
}

function textOf(problem: unknown): string {
  return problem instanceof Error ? problem.message.trim() : String(problem);
}
