import type { Migration } from './migration.js';

/** Notices are listed by state and receiver, the newest first. */
export const noticeList0014: Migration = {
  name: '0014-notice-list',
  up: ['CREATE INDEX notices_listed ON notices (state_name, id)'],
  down: ['DROP INDEX notices_listed'],
};
