import type { Request, Response } from 'express';
import type { CarrierDesk, CarrierView, ParcelView } from '../../desk/index.js';
import { instantOf } from '../../iso18626/index.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, type PageParts } from '../page-parts.js';
import { signedOf } from '../session/index.js';
import { manifestPage, oneManifestPage, type ManifestAsked } from './manifest-page.js';

/** Parcels on one manifest. */
const MOST = 200;

export function carrierNames(carriers: Pick<CarrierDesk, 'list'>): string[] {
  return carriers.list().map(({ name }) => name);
}

/** What was posted on a day of the reader's zone, to one library or all, by one carrier or all. */
export async function manifestOfDay(req: Request, res: Response, parts: PageParts): Promise<void> {
  const { gateway, readerOf } = parts;
  const reader = readerOf(req, res);
  const peer = textIn(req.query, 'peer');
  const carrier = textIn(req.query, 'carrier');
  const day = dayIn(textIn(req.query, 'day')) ?? today(reader);
  const { items, next } = await gateway.parcels.list(
    { way: 'out', limit: MOST, sent: spanOf(day, reader.timeZone), ...(peer === undefined ? {} : { peer }) },
    signedOf(res).caller,
  );
  const asked: ManifestAsked = { day, peer, carrier };
  const shown = {
    asked,
    parcels: carrier === undefined ? items : items.filter(carriedBy(carrier, gateway.carriers.list())),
    hasMore: next !== undefined,
    peers: gateway.work.peers(),
    carriers: carrierNames(gateway.carriers),
  };
  sendPage(res, manifestPage(shown, reader), reader);
}

export function showManifest(
  req: Request,
  res: Response,
  { parts, parcel }: { parts: PageParts; parcel: ParcelView },
): void {
  const reader = parts.readerOf(req, res);
  sendPage(res, oneManifestPage(parcel, reader), reader);
}

/** Under whichever of its names whoever posted it has written the carrier. */
function carriedBy(name: string, carriers: readonly CarrierView[]): (parcel: ParcelView) => boolean {
  const known = carriers.find((each) => each.name === name);
  const names = new Set([name, ...(known?.aliases ?? []), known?.id ?? name].map((one) => one.toLowerCase()));
  return ({ carrier }) => carrier !== undefined && names.has(carrier.trim().toLowerCase());
}

function dayIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && instantOf(`${text}T00:00:00Z`) !== undefined
    ? text
    : undefined;
}

function today({ now, timeZone }: { now: Date; timeZone: string }): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}

/** A day's first moment and the next day's, in a zone: 23 or 25 hours where the clock changes. */
function spanOf(day: string, timeZone: string): { from: string; before: string } {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const first = (date: string): string =>
    new Date(instantOf(`${date}T00:00:00`, timeZone) ?? Date.parse(`${date}T00:00:00Z`)).toISOString();
  return { from: first(day), before: first(next) };
}
