import { noticeLanguageOf, type NoticeDesk, type NoticeRules } from '../loan/index.js';
import type { Peer } from './peer.js';

/** How people are written to on behalf of a library of ours; undefined where the house sends no notices. */
export function noticeDeskIn(
  rules: NoticeRules | undefined,
  { library, peers }: { library: string; peers: ReadonlyMap<string, Peer> },
): NoticeDesk | undefined {
  if (rules === undefined) return undefined;
  return {
    ...rules,
    library,
    peerOf(id) {
      const peer = peers.get(id);
      const language = noticeLanguageOf(peer?.contact?.language);
      return peer === undefined
        ? undefined
        : { name: peer.name, ...(language === undefined ? {} : { language }) };
    },
  };
}
