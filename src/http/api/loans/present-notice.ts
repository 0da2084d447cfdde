import type { NoticeDetail } from '../../../desk/index.js';

/** A notice as the API gives it: rows of ours are named as the API names them. */
export function presentNotice({ id, notice, text, ...about }: NoticeDetail): object {
  const { loan, kind, sealed: _sealed, ...state } = notice;
  return { id, loanRecord: loan, notice: kind, ...about, ...state, ...text };
}
