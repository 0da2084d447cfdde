import type { RequestHandler } from 'express';

/** More than any peer and the proxies before it send; Node itself bounds their size (16 KB together, HTTP 431). */
const MOST_HEADERS = 100;

/** HTTP 431 for a head of too many headers, before anybody looks at one. The connection ends with it. */
export const refuseHeaderFloods: RequestHandler = (req, res, next) => {
  if (req.rawHeaders.length / 2 <= MOST_HEADERS) next();
  else res.writeHead(431, { Connection: 'close', 'Content-Length': '0' }).end();
};
