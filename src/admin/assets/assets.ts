// The page's own files, each under a name that changes with its content, so that a browser may keep it for ever.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Request, Response } from 'express';

const types = {
  'style.css': 'text/css',
  'page.js': 'text/javascript',
  'scan.js': 'text/javascript',
  'icon.svg': 'image/svg+xml',
} as const;
export type AssetName = keyof typeof types;

interface Asset {
  body: Buffer;
  type: string;
  path: string;
}

const assets = new Map<string, Asset>();
for (const [name, type] of Object.entries(types)) {
  const body = readFileSync(new URL(name, import.meta.url));
  const [stem = '', ending = ''] = name.split('.');
  const mark = createHash('sha256').update(body).digest('hex').slice(0, 12);
  assets.set(name, { body, type, path: `/assets/${stem}.${mark}.${ending}` });
}

/** Where a page finds one of them. */
export function assetPath(name: AssetName): string {
  return assets.get(name)?.path ?? '';
}

/** `GET /assets/:file`. */
export function sendAsset(req: Request, res: Response): void {
  const found = [...assets.values()].find(({ path }) => path === `/assets/${String(req.params['file'])}`);
  if (found === undefined) {
    res.status(404).type('text').send('There is no such file.');
    return;
  }
  res
    .set('Cache-Control', 'public, max-age=31536000, immutable')
    .set('Content-Type', `${found.type}; charset=utf-8`)
    .send(found.body);
}
