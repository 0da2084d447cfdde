import { present } from '../../loan/present.js';
import { carrierId, carrierShape, type Carrier } from '../../tracking/index.js';
import { textIn } from '../page-parts.js';

/** The fields of a carrier's form. */
export const carrierFields = [
  'id',
  'name',
  'aliases',
  'url',
  'numbers',
  'source',
  'feed',
  'routing',
] as const;
export type CarrierField = (typeof carrierFields)[number];
export type CarrierValues = Partial<Record<CarrierField, string>>;

export type CarrierRead = { id: string; carrier: Carrier } | { faults: ReadonlySet<CarrierField> };

/** What a form says, as it was filled in. */
export function valuesIn(body: unknown): CarrierValues {
  return present(Object.fromEntries(carrierFields.map((field) => [field, textIn(body, field)])));
}

/** The form's values of a known carrier. */
export function valuesOf(
  id: string,
  { name, aliases, url, numbers, source, routing }: Carrier,
): CarrierValues {
  return present({
    ...{ id, name, url, numbers },
    aliases: aliases?.join(', '),
    source: source?.kind,
    feed: source?.kind === 'feed' ? source.url : undefined,
    routing: Object.entries(routing ?? {})
      .map(([peer, code]) => `${peer} = ${code}`)
      .join('\n'),
  });
}

/** A carrier as the API takes it, or the fields that cannot be taken. */
export function carrierIn(values: CarrierValues): CarrierRead {
  const id = carrierId.safeParse(values.id ?? '');
  const routing = routingIn(values.routing);
  const read = carrierShape.safeParse(saidIn(values, routing));
  const faults = new Set<CarrierField>(
    read.success ? [] : read.error.issues.map(({ path }) => fieldOf(path[0])),
  );
  if (!id.success) faults.add('id');
  if (values.routing !== undefined && routing === undefined) faults.add('routing');
  return id.success && read.success && faults.size === 0 ? { id: id.data, carrier: read.data } : { faults };
}

function saidIn(values: CarrierValues, routing: Record<string, string> | undefined): object {
  const aliases = values.aliases?.split(',').map((name) => name.trim());
  return present({
    name: values.name ?? '',
    aliases: aliases?.filter((name) => name !== ''),
    ...{ url: values.url, numbers: values.numbers, source: sourceIn(values), routing },
  });
}

function fieldOf(part: PropertyKey | undefined): CarrierField {
  return carrierFields.find((field) => field === part) ?? 'name';
}

function sourceIn({ source, feed }: CarrierValues): object | undefined {
  if (source === 'feed') return { kind: source, url: feed ?? '' };
  return source === 'csv' ? { kind: source } : undefined;
}

/** Undefined where there is none, or a line that is none. */
function routingIn(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const pairs = lines.map((line) =>
    /^([^=]+)=([^=]+)$/
      .exec(line)
      ?.slice(1)
      .map((part) => part.trim()),
  );
  if (pairs.some((pair) => pair === undefined || pair.includes(''))) return undefined;
  return Object.fromEntries(pairs as [string, string][]);
}
