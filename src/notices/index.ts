/**
 * E-mail and letters to readers, staff and the people at a peer: what they say, how they are sent, and what comes back.
 * Says nothing in a subject about what was asked for, and decides nothing about a loan. I/O between use cases only:
 * it claims, hands over, and settles (architecture 3.1).
 */
export { writeNotice } from './write-notice.js';
export type { ToWrite } from './write-notice.js';
export { buildNoticeRules } from './notice-rules.js';
export { buildMailer } from './mail/mailer.js';
export type { Mailer, MailServer } from './mail/mailer.js';
export { buildPostmaster } from './postmaster.js';
export type { Postmaster } from './postmaster.js';
export { readReport, reportForms, REPORT_LIMIT_BYTES } from './reports/read-report.js';
export type { ReportFault, ReportForm, ReportRead } from './reports/read-report.js';
