import type { Request, Response } from 'express';
import type { Clock } from '../platform/index.js';
import type { Reader } from './frame/reader.js';
import { signedIfAny, visitorOf } from './session/index.js';
import { translator } from './words/translate.js';

/** Whoever looks at a page, as templates know them. */
export function readerFor({
  clock,
  library,
  timeZone,
}: {
  clock: Clock;
  library: string;
  timeZone: string;
}): (req: Request, res: Response) => Reader {
  return (req, res) => {
    const { locale, form } = visitorOf(res);
    const signed = signedIfAny(res);
    return {
      locale,
      t: translator(locale),
      timeZone,
      now: clock.now(),
      path: req.originalUrl,
      library,
      may: (right) => signed?.can(right) === true,
      ...(signed === undefined ? {} : { name: signed.person.name, userId: signed.person.id }),
      ...(form === '' ? {} : { csrf: form }),
    };
  };
}
