import { z } from 'zod';
import { ruleTable } from '../rules/index.js';
import { profileDocument } from './profile.js';

/** `schemas/peer-profile.schema.json`: what a profile may hold, with every rule and its parameters. */
export function profileSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(profileDocument, { io: 'input', unrepresentable: 'any' });
  const properties = schema.properties as Record<string, object>;
  const described = properties['rules'] as { description?: string };
  const rules = { type: 'array', description: described.description, items: { anyOf: rulesAsSchemas() } };
  return {
    $schema,
    $id: 'urn:lendwire:schema:peer-profile:1',
    title: 'Peer profile',
    description:
      'How another system wants things said and says them. What is left out is as the standard says.',
    ...schema,
    properties: { ...properties, rules },
  };
}

function rulesAsSchemas(): object[] {
  return [...ruleTable.values()]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, does, parameters }) => {
      const { $schema: _draft, ...taken } = z.toJSONSchema(parameters, { io: 'input' });
      const members = Object.keys(taken.properties ?? {});
      const rule = { const: name };
      const whole = {
        ...taken,
        properties: { rule, ...taken.properties },
        required: ['rule', ...(taken.required ?? [])],
      };
      const needs = (taken.required ?? []).length > 0;
      if (members.length === 0) return { description: does, const: name };
      return needs ? { description: does, ...whole } : { description: does, anyOf: [rule, whole] };
    });
}
