import { writeFileSync } from 'node:fs';
import { editions, writeSchema } from '../src/iso18626/index.js';

for (const edition of Object.values(editions))
  writeFileSync(new URL(`../schemas/iso18626-${edition.id}.xsd`, import.meta.url), writeSchema(edition));
