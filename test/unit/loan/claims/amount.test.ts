import { expect } from 'chai';
import { compared, minus, readAmount, readCurrency, sumOf } from '../../../../src/loan/claims/amount.js';

describe('amounts', () => {
  it('are read with a point or a comma, and kept as they were meant', () => {
    expect(['75', '75.00', '75,5', ' 0.10 ', '007.25'].map(readAmount)).to.deep.equal([
      '75',
      '75.00',
      '75.5',
      '0.10',
      '7.25',
    ]);
  });

  it('are nothing else: no sign, no thousands, no exponent, no zero, no more than twelve digits', () => {
    const wrong = [
      '',
      '-1',
      '+1',
      '1 000',
      '1,000.00',
      '1e3',
      '0',
      '0.00',
      '1.',
      '.5',
      '1.23456',
      '1'.repeat(13),
    ];
    expect(wrong.map(readAmount)).to.deep.equal(wrong.map(() => undefined));
  });

  it('are added exactly, at the finest scale of all', () => {
    expect(sumOf(['0.1', '0.2'])).to.equal('0.3');
    expect(sumOf(['999999999999.9999', '0.0001'])).to.equal('1000000000000.0000');
    expect(sumOf(Array.from({ length: 10_000 }, () => '0.01'))).to.equal('100.00');
    expect(sumOf([])).to.equal('0');
  });

  it('go below zero where more is taken than was there', () => {
    expect(minus('0.05', '1')).to.equal('-0.95');
    expect(minus('1.00', '1')).to.equal('0.00');
  });

  it('are compared by value, not by how they are written', () => {
    expect(compared('100.00', '100')).to.equal(0);
    expect(compared('99.99', '100')).to.equal(-1);
    expect(compared('100.0001', '100.00')).to.equal(1);
  });

  it('come in a currency of three letters', () => {
    expect([' eur ', 'SEK', 'kr', 'EURO', '€'].map(readCurrency)).to.deep.equal([
      'EUR',
      'SEK',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
