import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** OCLC is not among them: it is a code of the standard's own lists. */
const vendors = /koha|reshare|mod-rs|\balma\b|crosslink|rapido|illiad|open ?fifth|ex ?libris/i;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === join('src', 'peers') ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** What the machine reads: comments may say where a rule comes from. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

describe('code outside the room of peers', () => {
  it('names no vendor: what a system does is data', () => {
    const naming = sources('src').filter((path) => vendors.test(withoutComments(readFileSync(path, 'utf8'))));
    expect(naming).to.deep.equal([]);
  });
});
