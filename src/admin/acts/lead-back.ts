import type { Request, Response } from 'express';
import { textIn, withQuery } from '../page-parts.js';
import type { OutcomeWord } from './outcome-notice.js';

/** Where the form came from: a path of ours, and nowhere else. */
export function backIn(req: Request): string {
  const back = textIn(req.body, 'back') ?? '';
  return /^\/(?![/\\])[^\s\\]*$/.test(back) ? back : `/requests/${String(req.params['id'])}`;
}

/** Back to where the form came from, which says what came of it. */
export function leadBack(req: Request, res: Response, outcome: OutcomeWord): void {
  const [path = '/', query = ''] = backIn(req).split('#')[0]?.split('?') ?? [];
  const kept = Object.fromEntries(new URLSearchParams(query));
  const about = path.startsWith('/requests/') ? {} : { about: String(req.params['id']) };
  res.redirect(303, withQuery(path, { ...kept, ...about, outcome }));
}
