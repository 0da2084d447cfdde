import { expect } from 'chai';
import { house, type House } from '../support/house.js';

interface Says {
  id: string;
  code: string;
}

const header = ({ id, code }: Says): string =>
  `<header><requestingAgencyRequestId>${id}</requestingAgencyRequestId><timestamp>2026-07-01 12:00:00</timestamp><requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>req_agency_value</agencyIdValue></requestingAgencyId><requestingAgencyAuthentication><accountId>koha</accountId><securityCode>${code}</securityCode></requestingAgencyAuthentication></header>`;
/** In the plugin's own order, without an envelope. */
const asks = (says: Says): string =>
  `<request xmlns="http://example.com/ill/request">${header(says)}<bibliographicInfo><title>Kallocain</title></bibliographicInfo><serviceInfo><note>Barcode: 1; Callnumber: ; Library: CPL; Notes: </note><serviceType>Loan</serviceType></serviceInfo></request>`;
const received = (says: Says): string =>
  `<requestingAgencyMessage>${header(says)}<action>Received</action></requestingAgencyMessage>`;

describe('several Koha requesters that name placeholders and count alike', () => {
  let north: House;
  beforeEach(async () => {
    north = await house();
    for (const [id, agency] of [
      ['west', 'ISIL:SE-WEST'],
      ['east', 'ISIL:SE-EAST'],
    ] as const) {
      await north.peer(id, [agency], { profile: 'koha-openfifth' });
      const { status, body } = await north.library.api('POST', `/api/v1/peers/${id}/credentials`, {
        direction: 'incoming',
        kind: 'message',
        account: 'koha',
        secret: `code-of-the-peer-${id}`,
      });
      expect(status, JSON.stringify(body)).to.equal(201);
    }
  });
  afterEach(() => north.close());

  async function opened(peer: string): Promise<Record<string, unknown>> {
    const code = `code-of-the-peer-${peer}`;
    const posted = await north.post(asks({ id: '17', code }));
    expect(posted.text).to.include('messageStatus>OK<');
    const loan = await north.newestLoan();
    const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
    return { ...(body['transactions'] as object[])[0], loan };
  }

  it('[7.8 nr 100] are told apart by the account in the message', async () => {
    expect(await opened('west')).to.include({ peer: 'west' });
    expect(await opened('east')).to.include({ peer: 'east' });
  });

  it('each reach their own loan, whatever number it goes by', async () => {
    const [west, east] = [await opened('west'), await opened('east')];
    for (const { loan } of [west, east]) await north.act(loan as string, 'ship', { dueDate: '2026-08-01' });
    const code = 'code-of-the-peer-east';
    expect((await north.post(received({ id: '17', code }))).text).to.include('messageStatus>OK<');
    const shown = async (loan: unknown): Promise<object> => {
      const { body } = await north.library.api('GET', `/api/v1/loan-records/${String(loan)}`);
      return (body['transactions'] as object[])[0] ?? {};
    };
    expect(await shown(east['loan'])).to.have.property('received');
    expect(await shown(west['loan'])).to.not.have.property('received');
  });

  it('are refused with another’s code, or none, and nothing is entered of a loan', async () => {
    const { loan } = await opened('west');
    const before = (await north.entries(loan as string)).length;
    for (const code of ['code-of-nobody-at-all', '']) {
      const posted = await north.post(received({ id: '17', code }));
      expect(posted.text).to.include('messageStatus>ERROR<').and.include('UnrecognisedDataValue');
    }
    expect(await north.entries(loan as string)).to.have.length(before);
  });
});
