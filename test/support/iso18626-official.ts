import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * A file or folder of the official schemas and samples, which are not ours to copy: in the folder that ISO18626_SHARED
 * names, else in `../shared` beside the repository. Undefined, with a line that says so, where there is none.
 */
export function officialPath(name: string): string | undefined {
  const path = join(process.env['ISO18626_SHARED'] ?? join(repository, '../shared'), name);
  if (existsSync(path)) return path;
  console.log(`      skipped: no ${path}; set ISO18626_SHARED to the folder that holds ${name}`);
  return undefined;
}

/** A verdict by libxml2: undefined for valid, else what is wrong. */
export type Verdict = (xml: string | Buffer) => string | undefined;

export interface Judge {
  verdict: Verdict;
  dispose(): void;
}

/** A judge by a schema. Its documents live outside the garbage collector's reach, so each is given back. */
export function judgeBy(schema: string): Judge {
  const document = XmlDocument.fromString(schema);
  const validator = XsdValidator.fromDoc(document);
  return {
    verdict(xml) {
      let subject: XmlDocument | undefined;
      try {
        subject = typeof xml === 'string' ? XmlDocument.fromString(xml) : XmlDocument.fromBuffer(xml);
        validator.validate(subject);
        return undefined;
      } catch (problem) {
        return problem instanceof Error ? problem.message : String(problem);
      } finally {
        subject?.dispose();
      }
    },
    dispose() {
      validator.dispose();
      document.dispose();
    },
  };
}

/** The official schema of an edition; there is none of 2014. */
const officialSchemas: Readonly<Record<string, string>> = {
  '2017': 'schemas/ISO-18626-v1_2.xsd',
  '2021': 'schemas/ISO-18626-2021-2.xsd',
};

/** The judge by the official schema of an edition, or undefined where it is not at hand. */
export function officialJudge(edition = '2017'): Judge | undefined {
  const name = officialSchemas[edition];
  const path = name === undefined ? undefined : officialPath(name);
  return path === undefined ? undefined : judgeBy(readFileSync(path, 'utf8'));
}
