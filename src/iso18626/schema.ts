import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { ENVELOPE, NAMESPACE } from './edition.js';
import type { Edition, Member, MemberType, Structure } from './edition.js';

const XSD = 'http://www.w3.org/2001/XMLSchema';
const SCHEME_VALUE = 'schemeValue';

/**
 * The edition's table as an XML Schema: what we send is valid against it, and what it says is what the table says.
 * Members that are only read are not in it.
 */
export function writeSchema(edition: Edition): string {
  const schema = create({ version: '1.0', encoding: 'UTF-8' })
    .ele(XSD, 'xs:schema')
    .att('targetNamespace', NAMESPACE)
    .att('elementFormDefault', 'qualified')
    .att('attributeFormDefault', 'qualified')
    .att('http://www.w3.org/2000/xmlns/', 'xmlns:ill', NAMESPACE)
    .att('version', edition.version);
  const note = `ISO 18626:${edition.id}, as Lendwire's edition table has it. Written by npm run schemas; do not edit.`;
  schema.ele(XSD, 'xs:annotation').ele(XSD, 'xs:documentation').txt(note);
  writeEnvelope(schema, edition);
  const sent = Object.entries(edition.structures).filter(([, { members }]) =>
    members.some(({ max }) => max > 0),
  );
  for (const [name, structure] of sent) {
    if (structure.global)
      schema
        .ele(XSD, 'xs:element')
        .att('name', name)
        .att('type', `ill:${typeName(name)}`);
    writeStructure(schema, name, structure);
  }
  for (const [name, type] of Object.entries(edition.elements ?? {}))
    schema.ele(XSD, 'xs:element').att('name', name).att('type', typeOf(type));
  writeSchemeValue(schema);
  for (const [list, values] of Object.entries(edition.codes)) writeCodes(schema, list, values);
  return `${schema.end({ prettyPrint: true })}\n`;
}

function writeEnvelope(schema: XMLBuilder, edition: Edition): void {
  const type = schema.ele(XSD, 'xs:element').att('name', ENVELOPE).ele(XSD, 'xs:complexType');
  const choice = type.ele(XSD, 'xs:choice');
  for (const kind of edition.messages) choice.ele(XSD, 'xs:element').att('ref', `ill:${kind}`);
  type.ele(XSD, 'xs:attribute').att('name', 'version').att('type', 'xs:string').att('use', 'required');
}

function writeStructure(schema: XMLBuilder, name: string, { members, choice }: Structure): void {
  const type = schema.ele(XSD, 'xs:complexType').att('name', typeName(name));
  const content = type.ele(XSD, choice ? 'xs:choice' : 'xs:sequence');
  for (const member of members) if (member.max > 0) writeMember(content, member, choice === true);
}

function writeMember(content: XMLBuilder, { name, type, min, max }: Member, isChoice: boolean): void {
  const element = content.ele(XSD, 'xs:element').att('name', name).att('type', typeOf(type));
  if (min === 0 && !isChoice) element.att('minOccurs', '0');
  if (max > 1) element.att('maxOccurs', max === Infinity ? 'unbounded' : String(max));
}

function writeSchemeValue(schema: XMLBuilder): void {
  const type = schema.ele(XSD, 'xs:complexType').att('name', typeName(SCHEME_VALUE));
  const extension = type.ele(XSD, 'xs:simpleContent').ele(XSD, 'xs:extension').att('base', 'xs:string');
  extension.ele(XSD, 'xs:attribute').att('name', 'scheme').att('type', 'xs:anyURI');
}

function writeCodes(schema: XMLBuilder, list: string, values: readonly string[]): void {
  const type = schema.ele(XSD, 'xs:simpleType').att('name', `${list}Code`);
  const restriction = type.ele(XSD, 'xs:restriction').att('base', 'xs:string');
  for (const value of values) restriction.ele(XSD, 'xs:enumeration').att('value', value);
}

function typeOf(type: MemberType): string {
  if (type.kind === 'structure') return `ill:${typeName(type.structure)}`;
  if (type.kind === 'code') return `ill:${type.list}Code`;
  if (type.kind !== 'schemeValue') return `xs:${type.kind}`;
  return type.isPlain ? 'xs:string' : `ill:${typeName(SCHEME_VALUE)}`;
}

function typeName(structure: string): string {
  return `${structure}Type`;
}
