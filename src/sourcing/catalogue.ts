/** Where a catalogue's records say who holds the item. Source: peers.md 1.5. */
export const Layout = {
  /** Plain MARC 21: a field 852 a copy. */
  Marc852: 'marc-852',
  /** German union catalogues: a field 924 a holder. */
  Marc924: 'marc-924',
  /** A shared index of Reservoir: a field 999 a holder. */
  Reservoir999: 'reservoir-999',
  /** OPAC records: holdings beside the bibliographic record, with circulation. */
  Opac: 'opac',
} as const;
export type Layout = (typeof Layout)[keyof typeof Layout];

export const SruVersion = { V11: '1.1', V12: '1.2', V20: '2.0' } as const;
export type SruVersion = (typeof SruVersion)[keyof typeof SruVersion];

/** One catalogue that is asked over SRU, as the settings describe it. */
export interface Catalogue {
  id: string;
  url: string;
  version: SruVersion;
  layout: Layout;
  /** The schema's name at this server, such as `marcxml`. */
  recordSchema: string;
  /** CQL indexes; what has none is not searched by. */
  indexes: {
    isbn?: string | undefined;
    issn?: string | undefined;
    title?: string | undefined;
    author?: string | undefined;
    /** By the standard's code of the record id: `OCLC`, `LCCN`, … */
    recordId: Readonly<Record<string, string>>;
  };
  /** `TYPE:VALUE` of the agency behind a library code of its records. */
  libraries: Readonly<Record<string, string>>;
  /** The type of a library code that `libraries` does not name; without it such a holder is nobody. */
  codesAre?: string | undefined;
  /** What a code in this subfield of 852 says about lending. */
  restrictions?:
    { subfield: string; codes: Readonly<Record<string, 'loan' | 'copy' | 'both' | 'neither'>> } | undefined;
  /** Whole wait for one answer, in milliseconds. */
  timeoutMs: number;
}
