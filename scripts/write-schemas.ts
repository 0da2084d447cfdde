import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { editions, writeSchema } from '../src/iso18626/index.js';
import { profileSchema, profiles, ruleTable } from '../src/peers/index.js';

for (const edition of Object.values(editions))
  writeFileSync(new URL(`../schemas/iso18626-${edition.id}.xsd`, import.meta.url), writeSchema(edition));

const profileFile = new URL('../schemas/peer-profile.schema.json', import.meta.url);
const style = { ...(await resolveConfig(profileFile)), parser: 'json' };
writeFileSync(profileFile, await format(JSON.stringify(profileSchema()), style));

/** Puts a table between the two comments that name it. */
function inPlace(text: string, name: string, lines: readonly string[]): string {
  const [before = '', rest = ''] = text.split(new RegExp(`(?<=<!-- ${name}:[^>]*-->\\n)`));
  const after = rest.slice(rest.indexOf(`<!-- /${name} -->`));
  return `${before}\n${lines.join('\n')}\n\n${after}`;
}

const byName = [...ruleTable.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
const document = new URL('../docs/peers.md', import.meta.url);
const listed = [...profiles().values()].map(({ name, about, edition = '', rules = [] }) => {
  const names = rules.map(({ rule }) => `\`${rule}\``).join(', ');
  return `| \`${name}\` | ${edition} | ${about} | ${names} |`;
});
const told = byName.map(({ name, does, source }) => `| \`${name}\` | ${does} | ${source} |`);
const head = (...names: string[]): string[] => [
  `| ${names.join(' | ')} |`,
  `|${' --- |'.repeat(names.length)}`,
];
const withProfiles = inPlace(readFileSync(document, 'utf8'), 'profiles', [
  ...head('Profile', 'Edition', 'Whose', 'Rules'),
  ...listed,
]);
const whole = inPlace(withProfiles, 'rules', [...head('Rule', 'What it does', 'Source'), ...told]);
writeFileSync(document, await format(whole, { ...(await resolveConfig(document)), parser: 'markdown' }));
