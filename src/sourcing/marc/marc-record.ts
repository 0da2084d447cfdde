import { attribute, children, textOf, type XmlTree } from '../read-xml.js';

/** The fields of a MARC record that hold subfields, in their order. */
export type MarcRecord = readonly MarcField[];

export interface MarcField {
  tag: string;
  ind1: string;
  ind2: string;
  subfields: readonly { code: string; value: string }[];
}

/** A MARCXML `record`, with its namespace or without: some union catalogues leave it out. */
export function marcRecord(element: XmlTree): MarcRecord {
  return children(element, 'datafield').map((field) => ({
    tag: attribute(field, 'tag'),
    ind1: attribute(field, 'ind1'),
    ind2: attribute(field, 'ind2'),
    subfields: children(field, 'subfield').map((subfield) => ({
      code: attribute(subfield, 'code'),
      value: textOf(subfield).replace(/\s+/g, ' ').trim(),
    })),
  }));
}

export function fieldsOf(record: MarcRecord, ...tags: string[]): MarcField[] {
  return record.filter(({ tag }) => tags.includes(tag));
}

/** The first such subfield that says something. */
export function subfield({ subfields }: MarcField, code: string): string | undefined {
  return subfields.find((one) => one.code === code && one.value !== '')?.value;
}

export function subfieldsOf({ subfields }: MarcField, codes: string): string[] {
  return subfields
    .filter(({ code, value }) => codes.includes(code) && value !== '')
    .map(({ value }) => value);
}
