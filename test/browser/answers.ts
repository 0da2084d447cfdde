import type { PageKey } from '../../src/access/index.js';
import type { StagedDesks } from '../support/staged-desks.js';

/** A form that is posted, and what answers it with a page. */
export interface Posted {
  key: Extract<PageKey, `POST ${string}`>;
  what: string;
  path: (desks: StagedDesks) => string;
  fields?: (desks: StagedDesks) => readonly (readonly [name: string, value: string])[];
  status: number;
  /** By somebody who has not signed in. */
  isStranger?: boolean;
  /** Without the session's token: a form from yesterday. */
  isOld?: boolean;
}

const loan =
  (of: 'lent' | 'asked', side: 'north' | 'south') =>
  (desks: StagedDesks): string =>
    desks[of][side];
const under =
  (id: (desks: StagedDesks) => string, act: string) =>
  (desks: StagedDesks): string =>
    `/requests/${id(desks)}/${act}`;
const at = (path: string) => (): string => path;

/** Pages that are only seen as an answer to a form. */
export const answers: readonly Posted[] = [
  {
    ...{ key: 'POST /sign-in', what: 'a wrong password', path: at('/sign-in'), status: 422 },
    ...{
      fields: () => [
        ['login', 'nobody'],
        ['password', 'wrong words'],
      ],
      isStranger: true,
    },
  },
  {
    ...{ key: 'POST /account/password', what: 'a password that is too short', path: at('/account/password') },
    ...{
      fields: () => [
        ['current', 'no'],
        ['next', 'x'],
        ['again', 'y'],
      ],
      status: 422,
    },
  },
  { key: 'POST /requests', what: 'a request without a title', path: at('/requests'), status: 422 },
  {
    ...{ key: 'POST /requests/acts', what: 'nothing ticked', path: at('/requests/acts'), status: 200 },
  },
  {
    ...{ key: 'POST /requests/acts', what: 'acts for what was ticked', path: at('/requests/acts') },
    ...{
      fields: ({ asked, lent }) => [
        ['id', asked.north],
        ['id', lent.north],
      ],
      status: 200,
    },
  },
  {
    ...{ key: 'POST /requests/acts', what: 'an act that is refused for some', path: at('/requests/acts') },
    ...{
      fields: ({ lent }) => [
        ['id', lent.north],
        ['verb', 'cancel'],
      ],
      status: 200,
    },
  },
  {
    ...{
      key: 'POST /requests/:id/preview',
      what: 'a preview',
      path: under(loan('lent', 'north'), 'preview'),
    },
    ...{ fields: () => [['verb', 'return']], status: 200 },
  },
  {
    ...{ key: 'POST /requests/:id/acts', what: 'an act that is refused', status: 422 },
    ...{ path: under(loan('lent', 'north'), 'acts'), fields: () => [['verb', 'cancel']] },
  },
  {
    ...{ key: 'POST /requests/:id/reveal', what: 'the patron shown', status: 200 },
    ...{ path: under(loan('lent', 'north'), 'reveal'), fields: () => [['reason', 'hand-over']] },
  },
  {
    ...{ key: 'POST /scan', what: 'what is offered for a label', path: at('/scan'), status: 200 },
    fields: () => [['codes', 'RR123456785SE']],
  },
  {
    ...{ key: 'POST /scan', what: 'an item in the wrong place', path: at('/scan'), status: 200 },
    fields: () => [['codes', '30051200123456\nnobody-knows']],
  },
  {
    ...{ key: 'POST /shipments/:id/acts', what: 'numbers that are missing', status: 422 },
    ...{ path: ({ boxed }) => `/shipments/${boxed.parcel}/acts`, fields: () => [['verb', 'add-tracking']] },
  },
  {
    ...{ key: 'POST /settings/carriers', what: 'a carrier that cannot be', status: 422 },
    ...{ path: at('/settings/carriers'), fields: () => [['url', 'http://x']] },
  },
  {
    ...{ key: 'POST /messages/acts', what: 'a decision about many', path: at('/messages/acts'), status: 200 },
    fields: () => [
      ['verb', 'send-again'],
      ['state', 'stopped'],
    ],
  },
  {
    ...{
      key: 'POST /messages/acts',
      what: 'a drop without a reason',
      path: at('/messages/acts'),
      status: 422,
    },
    fields: () => [
      ['verb', 'drop'],
      ['id', 'unknown'],
    ],
  },
  {
    ...{ key: 'POST /messages/:id/send-again', what: 'a message that is gone', status: 200 },
    path: at('/messages/unknown/send-again'),
  },
  { key: 'POST /peers/:id/test', what: 'a peer that answers', path: at('/peers/south/test'), status: 200 },
  { key: 'POST /peers/:id/test', what: 'a dead line', path: at('/peers/west/test'), status: 200 },
  { key: 'POST /peers/:id/test', what: 'no such peer', path: at('/peers/nobody/test'), status: 404 },
  { key: 'POST /exports', what: 'an export without a reason', path: at('/exports'), status: 422 },
  {
    ...{ key: 'POST /peers/:id/pause', what: 'a form that is too old', path: at('/peers/south/pause') },
    ...{ isOld: true, status: 403 },
  },
];
