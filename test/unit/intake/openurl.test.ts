import { expect } from 'chai';
import { readOpenUrl } from '../../../src/intake/index.js';

const kev = (query: string) => readOpenUrl(Object.fromEntries(new URLSearchParams(query)));

describe('a link from a catalogue', () => {
  it('fills in a book', () => {
    const link =
      'ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:book&rft.genre=book&rft.btitle=Kallocain' +
      '&rft.aulast=Boye&rft.aufirst=Karin&rft.isbn=9789100122225&rft.pub=Bonniers&rft.place=Stockholm&rft.date=1940';
    expect(kev(link)).to.deep.equal({
      serviceType: 'Loan',
      item: {
        title: 'Kallocain',
        author: 'Boye, Karin',
        publisher: 'Bonniers',
        placeOfPublication: 'Stockholm',
        publicationDate: '1940',
        publicationType: 'Book',
        identifiers: { isbn: ['9789100122225'] },
      },
    });
  });

  it('asks for an article as a copy, with its journal as the title', () => {
    const link =
      'rft_val_fmt=info:ofi/fmt:kev:mtx:journal&rft.atitle=On+lending&rft.jtitle=Libri&rft.au=Svensson&rft.volume=12' +
      '&rft.issue=3&rft.spage=14&rft.epage=27&rft.issn=0024-2667&rft_id=info:doi/10.1515/libr.2019.1';
    expect(kev(link)).to.deep.equal({
      serviceType: 'Copy',
      item: {
        title: 'Libri',
        titleOfComponent: 'On lending',
        authorOfComponent: 'Svensson',
        volume: '12',
        issue: '3',
        pagesRequested: '14-27',
        publicationType: 'Article',
        identifiers: { doi: '10.1515/libr.2019.1', issn: ['0024-2667'] },
      },
    });
  });

  it('knows a dissertation, and its university', () => {
    const { item } = kev(
      'rft_val_fmt=info:ofi/fmt:kev:mtx:dissertation&rft.title=Borrowed+time&rft.inst=Ume%C3%A5',
    );
    expect(item).to.include({ title: 'Borrowed time', publicationType: 'Thesis', publisher: 'Umeå' });
  });

  it('reads the older form without prefixes', () => {
    const { item, serviceType } = kev(
      'genre=article&title=Libri&atitle=On+lending&issn=0024-2667&pages=1-9&id=pmid:12345',
    );
    expect(serviceType).to.equal('Copy');
    expect(item).to.include({ title: 'Libri', titleOfComponent: 'On lending', pagesRequested: '1-9' });
    expect(item.identifiers).to.deep.equal({ pmid: '12345', issn: ['0024-2667'] });
  });

  it('leaves out what it does not know, and takes the first of what is said twice', () => {
    expect(
      readOpenUrl({ 'rft.title': ['One', 'Two'], 'rft.genre': 'unknown', sid: 'x', title: {} }),
    ).to.deep.equal({
      serviceType: 'Loan',
      item: { title: 'One' },
    });
  });
});
