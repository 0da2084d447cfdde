import type { RequestDetail } from '../../desk/index.js';
import type { ConditionReport } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Reader } from '../frame/reader.js';

export interface PhotoView {
  id: string;
  alt: string;
  width: number;
  height: number;
}

/** How the item looked to one side at one moment. */
export interface LookView {
  id: string;
  when: string;
  at: string;
  marks: readonly string[];
  looks?: string;
  itemId?: string;
  photos: readonly PhotoView[];
  /** Of pictures that the other side keeps. */
  elsewhere?: string;
  told?: string;
}

/** Both sides' reports, each in the order of time; nothing where there is none. */
export interface ConditionsView {
  ours: readonly LookView[];
  theirs: readonly LookView[];
}

export function conditionsView(detail: RequestDetail, reader: Reader): ConditionsView | undefined {
  const reports = Object.entries(detail.view.record.conditions ?? {});
  if (reports.length === 0) return undefined;
  const seen = (side: ConditionReport['by']): LookView[] =>
    reports
      .filter(([, { by }]) => by === side)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, report]) => lookView(id, report, { detail, reader }));
  return { ours: seen('us'), theirs: seen('peer') };
}

function lookView(
  id: string,
  report: ConditionReport,
  { detail, reader: { t } }: { detail: RequestDetail; reader: Reader },
): LookView {
  const { when, at, marks, text, itemId, photos = {}, photosThere, told } = report;
  const name = t(`looked.${when}`);
  return present({
    id,
    at,
    itemId,
    when: name,
    marks: marks.map((mark) => t(`mark.${mark}`)),
    looks: text === undefined ? undefined : detail.looks.get(text),
    photos: Object.entries(photos).map(([photo, { width, height }], index) => ({
      ...{ id: photo, width, height },
      alt: t('condition-report.photo', { n: index + 1, when: name }),
    })),
    elsewhere: photosThere === undefined ? undefined : t('condition-report.elsewhere', { n: photosThere }),
    told: told === true ? t('condition-report.told') : undefined,
  });
}
