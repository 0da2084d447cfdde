import { expect } from 'chai';
import {
  accessTable,
  actorOf,
  allRights,
  allRoles,
  EVERYWHERE,
  may,
  narrowed,
  OPEN,
  Right,
  rightsOfRole,
  SIGNED_IN,
  wholeGateway,
  type Caller,
  type Role,
} from '../../../src/access/index.js';

const person = (rights: Caller['rights']): Caller => ({ kind: 'person', id: 'p1', name: 'Ada', rights });

describe('rights', () => {
  it('are needed by a route that has one, and each is held by some role', () => {
    for (const [route, needed] of Object.entries(accessTable))
      if (needed !== OPEN && needed !== SIGNED_IN) expect(allRights, route).to.include(needed);
    for (const right of allRights)
      expect(
        allRoles.some((role) => rightsOfRole[role].includes(right)),
        right,
      ).to.be.true;
  });

  it('are apart: whoever keeps users reads no ledger and sees no patron, whoever audits neither works nor reveals', () => {
    for (const right of [Right.Ledger, Right.Export, Right.Reveal, Right.Work])
      expect(rightsOfRole.admin, right).to.not.include(right);
    for (const right of [Right.Work, Right.Reveal, Right.Deliveries, Right.ExportPersons])
      expect(rightsOfRole.auditor, right).to.not.include(right);
    const overAll = (role: Role) => rightsOfRole[role].filter((right) => wholeGateway.has(right));
    for (const role of ['assistant', 'auditor', 'privacy'] as const) expect(overAll(role), role).to.be.empty;
    expect(overAll('supervisor')).to.deep.equal([Right.Peers]);
  });

  it('bind a call to the agencies where they are held', () => {
    const both = person({ a: ['read', 'work'], b: ['read'] });
    expect(narrowed(both, 'read')?.agencies).to.deep.equal(['a', 'b']);
    expect(narrowed(both, 'work')?.agencies).to.deep.equal(['a']);
    expect(narrowed(both, 'erase')).to.equal(undefined);
    expect(may(both, 'work', 'a')).to.be.true;
    expect(may(both, 'work', 'b')).to.be.false;
  });

  it('bind it to none where they are held everywhere, also after it was bound for another right', () => {
    const mixed = person({ [EVERYWHERE]: ['read'], a: ['work'] });
    const working = narrowed(mixed, 'work')!;
    expect(working.agencies).to.deep.equal(['a']);
    expect(narrowed(working, 'read')).to.not.have.property('agencies');
    expect(narrowed(mixed, 'read')).to.not.have.property('agencies');
  });

  it('over the whole gateway allow nothing to whoever holds them for one agency alone', () => {
    for (const right of wholeGateway) {
      expect(narrowed(person({ a: [right] }), right)).to.equal(undefined);
      expect(narrowed(person({ [EVERYWHERE]: [right] }), right)).to.not.equal(undefined);
    }
  });

  it('never tell a person’s name to an entry', () => {
    expect(actorOf(person({}))).to.deep.equal({ kind: 'person', id: 'p1' });
    expect(actorOf({ ...person({}), kind: 'token', name: 'desk' })).to.deep.equal({
      kind: 'person',
      id: 'desk',
    });
  });
});
