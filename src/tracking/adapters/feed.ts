import { z } from 'zod';
import { foldTrackingId, type ToldByCarrier } from '../../loan/index.js';
import type { Deadlines, FetchOut, PostOutcome } from '../../platform/index.js';
import { tellingOf, type Collected, type TrackingAdapter } from './adapter.js';

const DEADLINES = { connect: 5_000, headers: 15_000, body: 15_000 };
/** Numbers in one question where the feed takes several, and questions in one round. */
const AT_ONCE = 40;
const ROUND = 25;
/** How long a feed rests that asks for nothing else and does not answer. */
const REST_MS = 900_000;
const REMEMBERED = 5_000;

const answerShape = z.object({ parcels: z.array(z.unknown()).max(1_000) });
const parcelShape = z.object({
  trackingId: z.string().max(100),
  events: z.array(z.object({ status: z.string().max(100), at: z.string().max(60) })).max(200),
});

/**
 * A feed over HTTP: `{ "parcels": [{ "trackingId", "events": [{ "status", "at" }] }] }`, asked for with `{id}` or `{ids}`
 * in its address. It asks only for what is new since the last answer, keeps Retry-After, and a round is bounded.
 */
export function buildFeed(
  fetchOut: Pick<FetchOut, 'post'>,
  deadlines: Deadlines = DEADLINES,
): TrackingAdapter {
  const tags = new Map<string, string>();
  const restsUntil = new Map<string, number>();
  /** Where the next round begins, by carrier: a round is bounded, and nobody's parcel waits for ever. */
  const places = new Map<string, number>();

  async function ask(url: string, line: string): Promise<PostOutcome> {
    const tag = tags.get(url);
    const headers = { accept: 'application/json', ...(tag === undefined ? {} : { 'if-none-match': tag }) };
    return fetchOut.post(line, { url, method: 'GET', headers, body: Buffer.alloc(0) }, deadlines);
  }

  return {
    async collect({ id, carrier, trackingIds, now }): Promise<Collected> {
      const { source } = carrier;
      if (source?.kind !== 'feed' || now.getTime() < (restsUntil.get(id) ?? 0)) return nothing();
      const told: ToldByCarrier[] = [];
      const faults: string[] = [];
      const seen: [url: string, tag: string][] = [];
      const { some, next } = roundOf(source.url, trackingIds, places.get(id) ?? 0);
      places.set(id, next);
      for (const url of addressesOf(source.url, some)) {
        const answer = await ask(url, `carrier:${id}`);
        const rest = restOf(answer, now);
        if (rest !== undefined) {
          restsUntil.set(id, rest.until);
          faults.push(rest.why);
          break;
        }
        const read = readFeed(answer, { carrier: id, now });
        told.push(...read.told);
        faults.push(...read.faults);
        if (read.tag !== undefined) seen.push([url, read.tag]);
      }
      const settle = (): Promise<void> => {
        // An answer counts as had only once what it told is durable.
        if (tags.size > REMEMBERED) tags.clear();
        for (const [url, tag] of seen) tags.set(url, tag);
        return Promise.resolve();
      };
      return { told, faults, settle };
    },
  };
}

function nothing(): Collected {
  return { told: [], faults: [], settle: () => Promise.resolve() };
}

/** The numbers of one round, from where the last one ended, and where the next one begins. */
function roundOf(
  template: string,
  trackingIds: readonly string[],
  from: number,
): { some: readonly string[]; next: number } {
  const all = [...new Set(trackingIds.map(foldTrackingId))];
  const most = template.includes('{ids}') ? ROUND * AT_ONCE : ROUND;
  if (all.length <= most) return { some: all, next: 0 };
  const start = from % all.length;
  return { some: [...all.slice(start), ...all.slice(0, start)].slice(0, most), next: start + most };
}

function addressesOf(template: string, numbers: readonly string[]): string[] {
  const ids = numbers.map(encodeURIComponent);
  if (!template.includes('{ids}')) return ids.map((id) => template.replace('{id}', id));
  const addresses: string[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE)
    addresses.push(template.replace('{ids}', ids.slice(from, from + AT_ONCE).join(',')));
  return addresses;
}

/** Whether the feed wants to be left alone, and until when. */
function restOf(answer: PostOutcome, now: Date): { until: number; why: string } | undefined {
  if (answer.kind !== 'answered')
    return { until: now.getTime() + REST_MS, why: `not reached: ${answer.cause}` };
  const { statusCode, retryAfter } = answer;
  if (statusCode === 200 || statusCode === 304 || statusCode === 404) return undefined;
  return { until: now.getTime() + (waitOf(retryAfter, now) ?? REST_MS), why: `HTTP ${statusCode}` };
}

/** Retry-After as milliseconds, at most a day. */
function waitOf(retryAfter: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  const wait = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - now.getTime();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), 86_400_000);
}

/** What an answer tells; its tag, where all of it could be used. */
function readFeed(
  answer: PostOutcome,
  { carrier, now }: { carrier: string; now: Date },
): { told: ToldByCarrier[]; faults: string[]; tag?: string | undefined } {
  if (answer.kind !== 'answered' || answer.statusCode !== 200) return { told: [], faults: [] };
  const read = answerShape.safeParse(jsonOf(answer.body));
  if (!read.success) return { told: [], faults: ['the answer is no list of parcels'] };
  const told: ToldByCarrier[] = [];
  const faults: string[] = [];
  for (const { trackingId, status, at } of read.data.parcels.flatMap((one) => rowsOf(one) ?? NOTHING)) {
    const one = tellingOf({ trackingId, status, at }, carrier, now);
    if ('fault' in one) faults.push(one.fault);
    else told.push(one);
  }
  return { told, faults, tag: faults.length === 0 ? answer.etag : undefined };
}

type FeedRow = Parameters<typeof tellingOf>[0];

/** What cannot be read is a fault of its own, and spoils nothing beside it. */
const NOTHING: FeedRow[] = [{ trackingId: undefined, status: undefined, at: undefined }];

function rowsOf(parcel: unknown): FeedRow[] | undefined {
  const read = parcelShape.safeParse(parcel);
  return read.success
    ? read.data.events.map((event) => ({ ...event, trackingId: read.data.trackingId }))
    : undefined;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
