import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import { closeLibraries, twoLibraries, type Libraries } from '../../support/two-libraries.js';

interface Line {
  message: string;
  method: string;
  route: string;
  status: number | string;
  ms: number;
  caller?: string;
  id?: string;
}

describe('the log of who asked for what', () => {
  let two: Libraries;
  before(async () => {
    two = await twoLibraries({ forWholeSuite: true });
  });
  after(() => closeLibraries(two));

  const lines = (): Line[] =>
    two.north
      .log()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ message }) => message === 'answered');
  async function lineOf(route: string): Promise<Line> {
    for (;;) {
      const found = lines().findLast((line) => line.route === route);
      if (found !== undefined) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('has a line for each request to page and API, with the pattern of the route and the id of whoever asked', async () => {
    const loan = await two.ask({ id: 'canary-library-id', patron: { reference: 'canary-reference' } });
    const { browser, id } = await atTheDesk(two.north, 'canary-login');
    await browser.get(`/requests/${loan.north}?note=canary-query`);
    await browser.get('/requests?text=canary-search');
    await two.north.api('POST', '/api/v1/erasures/preview', { patron: 'canary-reference' });
    await two.north.api('GET', '/canary-address?canary=1');
    expect(await lineOf('/requests/:id')).to.include({ method: 'GET', status: 200, caller: 'person', id });
    expect(await lineOf('/api/v1/erasures/preview')).to.include({
      status: 200,
      caller: 'token',
      id: 'tests',
    });
    expect((await lineOf('/requests/:id')).ms).to.be.at.least(0);
    expect(await lineOf('/requests')).to.include({ id });
    expect(await lineOf('/sign-in')).to.not.have.property('id');
    await lineOf('unmatched');
    expect(two.north.log()).not.to.include('canary').and.not.include(`"route":"/requests/${loan.north}`);
  });

  it('leaves peers’ messages, probes and the page’s own files out', async () => {
    await fetch(new URL('/healthz', two.north.url));
    await fetch(new URL('/metrics', two.north.url));
    const { browser } = await atTheDesk(two.north, 'olle');
    const [, asset = ''] = /href="(\/assets\/[^"]+)"/.exec((await browser.get('/account')).text) ?? [];
    expect((await browser.get(asset)).status).to.equal(200);
    await lineOf('/account');
    const routes = new Set(lines().map(({ route }) => route));
    for (const route of ['/iso18626', '/healthz', '/metrics', '/assets/:file'])
      expect(routes, route).not.to.include(route);
  });
});
