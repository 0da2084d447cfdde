/** Where a requesting loan record stands when its library changes or withdraws it. */
export const RecordStanding = {
  /** The Request is owed and was never tried. */
  Unsent: 'unsent',
  /** The supplier has the Request, or may have it. */
  Asked: 'asked',
  /** The supplier has been asked to cancel and has not answered. */
  Cancelling: 'cancelling',
  /** The newest supplier is out of it and no other has been asked. */
  Between: 'between',
  OnLoan: 'on-loan',
  Closed: 'closed',
} as const;
export type RecordStanding = (typeof RecordStanding)[keyof typeof RecordStanding];

export type RecordChangeEffect =
  /** The new content takes the place of the old; the unsent Request is dropped and a new one owed. */
  | 'replace'
  /** Refused with the difference. */
  | 'refuse-sent'
  | 'refuse-on-loan'
  | 'refuse-closed'
  /** The unsent Request is dropped and the record withdrawn. */
  | 'drop'
  /** A Cancel is owed; the record is withdrawn when the supplier agrees. */
  | 'cancel'
  /** The Cancel that waits decides; no second one goes out. */
  | 'mark'
  /** Nobody has to be told. */
  | 'close';

/** What a change and a withdrawal do. */
export const recordChangeTable: Record<RecordStanding, Record<'change' | 'withdraw', RecordChangeEffect>> = {
  unsent: { change: 'replace', withdraw: 'drop' },
  asked: { change: 'refuse-sent', withdraw: 'cancel' },
  cancelling: { change: 'refuse-sent', withdraw: 'mark' },
  between: { change: 'refuse-sent', withdraw: 'close' },
  'on-loan': { change: 'refuse-sent', withdraw: 'refuse-on-loan' },
  closed: { change: 'refuse-closed', withdraw: 'refuse-closed' },
};
