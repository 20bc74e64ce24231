import assert from 'node:assert/strict';
import { inviteesOf } from '../../../src/core/comms/invitees.ts';

const person = (id: string, name: string, email?: string) => ({ id, name, ...(email && { email }) });
const known = [
  person('U1', 'Ada Lovelace', 'ada@example.com'),
  person('U2', 'Bo Li', 'bo@example.com'),
  person('U3', 'Sam Doe', 'sam@example.com'),
  person('U4', 'Sam Doe', 'sam.doe@example.com'),
  person('U5', 'Cleo'),
];
const whoOf = ({ notFound }: ReturnType<typeof inviteesOf>) => notFound.map(({ who }) => who);

describe('Who is invited to the channel of an incident', () => {
  it('is at it, or has a role, each once', () => {
    const found = inviteesOf([person('U1', 'Ada')], ['  bo  LI', 'Ada Lovelace', 'Bo Li', 'ADA'], known);
    assert.deepEqual(found, { emails: ['ada@example.com', 'bo@example.com'], notFound: [] });
  });

  it('is nobody of several with the same name, unless one of them is at it', () => {
    const found = inviteesOf([], ['Sam Doe'], known);
    assert.deepEqual(found.emails, []);
    assert.deepEqual(found.notFound, [{ who: 'Sam Doe', reason: 'Several people have this name.' }]);
    assert.deepEqual(inviteesOf([person('U4', 'Sam Doe')], ['Sam Doe'], known), {
      emails: ['sam.doe@example.com'],
      notFound: [],
    });
  });

  it('is told of where no address is known, once', () => {
    const found = inviteesOf([person('U5', 'Cleo'), person('U9', 'Dee')], ['cleo', 'Eve'], known);
    assert.deepEqual(found.emails, []);
    assert.deepEqual(whoOf(found), ['Cleo', 'Dee', 'Eve']);
  });

  it('is somebody whose role was given to an address', () => {
    assert.deepEqual(inviteesOf([], ['eve@example.com'], []).emails, ['eve@example.com']);
    assert.deepEqual(whoOf(inviteesOf([], ['@eve'], [])), ['@eve']);
  });
});
