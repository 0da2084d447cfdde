import { writeFileSync } from 'node:fs';
import { edition2017, writeSchema } from '../src/iso18626/index.js';

for (const edition of [edition2017])
  writeFileSync(new URL(`../schemas/iso18626-${edition.id}.xsd`, import.meta.url), writeSchema(edition));
