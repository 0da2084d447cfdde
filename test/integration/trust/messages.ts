/** The three messages that begin an exchange. */
export const kinds = ['request', 'requestingAgencyMessage', 'supplyingAgencyMessage'] as const;
export type Kind = (typeof kinds)[number];

export interface Written {
  kind: Kind;
  /** ISIL of whoever sends, and of ours. */
  from: string;
  to?: string;
  requestId: string;
  timestamp?: string;
  /** accountId and securityCode. */
  account?: readonly [string, string] | undefined;
  action?: string;
}

/** A message in the edition of 2017. */
export function written(message: Written): string {
  const { kind, from, to = 'SE-NORTH', requestId, account, action = 'Notification' } = message;
  const theyAsk = kind !== 'supplyingAgencyMessage';
  const [requesting, supplying] = theyAsk ? [from, to] : [to, from];
  const header = `<header>${agency('supplyingAgencyId', supplying)}${agency('requestingAgencyId', requesting)}
<multipleItemRequestId/><timestamp>${message.timestamp ?? '2026-03-02T08:00:00Z'}</timestamp>
<requestingAgencyRequestId>${requestId}</requestingAgencyRequestId>${authentication(account)}</header>`;
  const rest: Record<Kind, string> = {
    request:
      '<bibliographicInfo><title>Kallocain</title></bibliographicInfo><serviceInfo><serviceType>Loan</serviceType></serviceInfo>',
    requestingAgencyMessage: `<action>${action}</action><note>One more thing</note>`,
    supplyingAgencyMessage: `<messageInfo><reasonForMessage>Notification</reasonForMessage><note>Soon</note></messageInfo>
<statusInfo><status>WillSupply</status><lastChange>2026-03-02T08:00:00Z</lastChange></statusInfo>`,
  };
  const namespace = 'http://illtransactions.org/2013/iso18626';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}" ill:version="1.2"><${kind}>
${header}${rest[kind]}</${kind}></ISO18626Message>`;
}

function agency(name: string, value: string): string {
  return value === ''
    ? `<${name}><agencyIdType>ISIL</agencyIdType><agencyIdValue/></${name}>`
    : `<${name}><agencyIdType>ISIL</agencyIdType><agencyIdValue>${value}</agencyIdValue></${name}>`;
}

function authentication(account: Written['account']): string {
  if (account === undefined) return '';
  const [id, code] = account;
  return `<requestingAgencyAuthentication><accountId>${id}</accountId><securityCode>${code}</securityCode></requestingAgencyAuthentication>`;
}

/** `OK`, or the first error as `TYPE VALUE`; the status code where nothing is said in the protocol. */
export function saidBy({ status, text }: { status: number; text: string }): string {
  const [, confirmed] = /messageStatus>(\w+)</.exec(text) ?? [];
  if (confirmed === undefined) return String(status);
  if (confirmed === 'OK') return 'OK';
  const type = /errorType>([^<]*)</.exec(text)?.[1] ?? '';
  return `${type} ${/errorValue>([^<]*)</.exec(text)?.[1] ?? ''}`.trim();
}
