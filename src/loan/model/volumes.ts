import { present } from '../present.js';

/** As `Instant` of the transaction that holds them. */
type Instant = string;

/** Where one of several volumes is. Source: iso18626.md 3.13, where no edition says it. */
export const VolumeState = {
  Out: 'out',
  Received: 'received',
  Returned: 'returned',
  Back: 'back',
  Lost: 'lost',
} as const;
export type VolumeState = (typeof VolumeState)[keyof typeof VolumeState];

/** One of several items that one loan is made of. */
export interface Volume {
  itemId: string;
  /** What it is called, as staff wrote it. */
  volume?: string;
  state: VolumeState;
  /** Since when. */
  at: Instant;
}

/** By their order: '001', '002', … */
export type Volumes = Readonly<Record<string, Volume>>;

/** Volumes beyond this many stand in the message alone. */
const MOST = 100;

interface Item {
  itemId: string;
  volume?: string;
}

/** Items without those that were scanned or named before: a barcode is one volume, however often it is read. */
export function eachOnce(items: readonly Item[]): Item[] {
  const named = new Map<string, Item>();
  for (const item of items) if (!named.has(item.itemId)) named.set(item.itemId, item);
  return [...named.values()];
}

/** The volumes of a loan that is sent, each out; undefined where there are not several. */
export function volumesOut(items: readonly Item[], at: Instant): Volumes | undefined {
  const distinct = eachOnce(items);
  if (distinct.length < 2) return undefined;
  return Object.fromEntries(
    distinct
      .slice(0, MOST)
      .map(({ itemId, volume }, index) => [
        String(index + 1).padStart(3, '0'),
        present({ itemId, volume, state: VolumeState.Out, at }),
      ]),
  );
}

/** What becomes of volumes: all of them as they are then, and which have come as far, and which not yet. */
export interface Moved {
  volumes: Volumes | undefined;
  /** Every volume that is not lost has come as far: so has the loan. */
  isAll: boolean;
  there: readonly string[];
  notYet: readonly string[];
}

const order: Readonly<Record<VolumeState, number>> = { out: 0, received: 1, returned: 2, back: 3, lost: 4 };

/**
 * Volumes on their way to the next place: those that are named by their item ids, else all that are not lost. Undefined
 * where a name is none of the loan's. A loan of one item is always moved whole.
 */
export function moved(
  volumes: Volumes | undefined,
  to: Exclude<VolumeState, 'lost'>,
  by: { itemIds: readonly string[] | undefined; at: Instant },
): Moved | undefined {
  const { itemIds, at } = by;
  if (!areKnown(volumes, itemIds)) return undefined;
  if (volumes === undefined) return { volumes, isAll: true, there: [], notYet: [] };
  const goes = (volume: Volume): boolean =>
    itemIds === undefined ? volume.state !== 'lost' : itemIds.includes(volume.itemId);
  const after = changed(volumes, (volume) =>
    goes(volume) && (volume.state === 'lost' || order[volume.state] < order[to])
      ? { ...volume, state: to, at }
      : volume,
  );
  const { there, notYet } = sorted(after, to);
  return { volumes: after, isAll: notYet.length === 0, there, notYet };
}

/** Volumes that are lost: those that are named, else all that have not come back. Undefined where a name is none of the loan's. */
export function lostVolumes(
  volumes: Volumes | undefined,
  { itemIds, at }: { itemIds: readonly string[] | undefined; at: Instant },
): { volumes: Volumes | undefined } | undefined {
  if (!areKnown(volumes, itemIds)) return undefined;
  if (volumes === undefined) return { volumes };
  const isLost = ({ itemId, state }: Volume): boolean =>
    state !== 'lost' && (itemIds === undefined ? state !== 'back' : itemIds.includes(itemId));
  return {
    volumes: changed(volumes, (volume) => (isLost(volume) ? { ...volume, state: 'lost', at } : volume)),
  };
}

/**
 * Volumes that were lost are where the loan is: those that are named by their item ids, else all. Undefined where a name
 * is none of the lost ones'.
 */
export function foundVolumes(
  volumes: Volumes | undefined,
  to: Exclude<VolumeState, 'lost'>,
  by: { itemIds: readonly string[] | undefined; at: Instant },
): { volumes: Volumes | undefined } | undefined {
  const { itemIds, at } = by;
  if (itemIds !== undefined && !itemIds.every((id) => lostIn(volumes).includes(id))) return undefined;
  if (volumes === undefined) return { volumes };
  const isFound = ({ itemId, state }: Volume): boolean =>
    state === 'lost' && (itemIds === undefined || itemIds.includes(itemId));
  return {
    volumes: changed(volumes, (volume) => (isFound(volume) ? { ...volume, state: to, at } : volume)),
  };
}

/** Whether something of the loan is still missing. */
export function isAnyLost(volumes: Volumes | undefined): boolean {
  return lostIn(volumes).length > 0;
}

/** Item ids of the volumes that are missing. */
export function lostIn(volumes: Volumes | undefined): string[] {
  return Object.values(volumes ?? {}).flatMap(({ itemId, state }) => (state === 'lost' ? [itemId] : []));
}

/** Item ids of the volumes that are out and neither lost nor sent back: those that a report or a parcel may still be about. */
export function stillOut(volumes: Volumes | undefined): string[] {
  return Object.values(volumes ?? {}).flatMap(({ itemId, state }) =>
    state === 'out' || state === 'received' ? [itemId] : [],
  );
}

/** Item ids of the volumes that can be lost: all but those that are, and those that are back. */
export function losable(volumes: Volumes | undefined): string[] {
  return Object.values(volumes ?? {}).flatMap(({ itemId, state }) =>
    state === 'lost' || state === 'back' ? [] : [itemId],
  );
}

function areKnown(volumes: Volumes | undefined, itemIds: readonly string[] | undefined): boolean {
  const known = new Set(Object.values(volumes ?? {}).map(({ itemId }) => itemId));
  return itemIds === undefined || (itemIds.length > 0 && itemIds.every((id) => known.has(id)));
}

function changed(volumes: Volumes, change: (volume: Volume) => Volume): Volumes {
  return Object.fromEntries(Object.entries(volumes).map(([place, volume]) => [place, change(volume)]));
}

function sorted(volumes: Volumes, to: VolumeState): { there: string[]; notYet: string[] } {
  const has = ({ state }: Volume): boolean => order[state] >= order[to];
  const of = (those: Volume[]): string[] => those.map(({ itemId }) => itemId);
  const all = Object.values(volumes);
  return {
    there: of(all.filter((volume) => has(volume) && volume.state !== 'lost')),
    notYet: of(all.filter((volume) => !has(volume))),
  };
}

/** What a note says of several volumes: their item ids, with their names where they have some. */
export function volumesLine(items: readonly { itemId: string; volume?: string }[]): string | undefined {
  if (items.length < 2 || items.every(({ volume }) => volume === undefined)) return undefined;
  const named = items.map(({ itemId, volume }) => (volume === undefined ? itemId : `${itemId} (${volume})`));
  return `Volumes: ${named.join(', ')}.`;
}
