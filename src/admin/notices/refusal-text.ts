import type { NoticeAnswer } from '../../exchange/index.js';
import type { Reader } from '../frame/reader.js';

/** Why a decision about a notice was not taken, in the reader's language. */
export function refusalText(answer: Exclude<NoticeAnswer, { kind: 'done' }>, { t }: Reader): string {
  return answer.kind === 'refused' ? t(`notice-refusal.${answer.refusal}`) : t('notices.gone');
}
