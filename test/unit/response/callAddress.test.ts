import assert from 'node:assert/strict';
import { callAddress, isCallAddress } from '../../../src/core/response/callAddress.ts';
import { assertGrowsWithSize } from '../growth.ts';

describe('The address of a call', () => {
  const url = 'https://meet.example.com/abc-defg?pwd=x1';
  const problem = (text: string) => {
    const read = callAddress(text);
    return read.ok ? read.url : read.problem;
  };

  it('is what was pasted, with nothing around it', () => {
    for (const text of [url, `  ${url}\n`, `<${url}>`, `(${url})`, `“${url}”`, `${url}.`])
      assert.equal(problem(text), url, text);
    assert.equal(problem('HTTPS://Meet.Example.com'), 'https://meet.example.com/');
    assert.equal(problem('https://meet.example.com/a(b)'), 'https://meet.example.com/a(b)');
  });

  it('is the one link in an invitation, on several lines or on the one that an input box makes of them', () => {
    const zoom = 'https://us02web.zoom.us/j/81234567890?pwd=Zm9v.1';
    const invitation = `Ada is inviting you to a Zoom meeting.\n\nJoin Zoom Meeting\n${zoom}\n\nMeeting ID: 812 3456 7890\nPasscode: 123`;
    assert.equal(problem(invitation), zoom);
    assert.equal(problem(invitation.replace(/\n/g, ' ')), zoom);
    const teams =
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Y%40thread.v2/0?context=%7b%22Tid%22%7d';
    assert.equal(problem(`Click here to join the meeting<${teams}>`), teams);
    assert.equal(
      problem('Video call: https://meet.google.com/abc-defg-hij'),
      'https://meet.google.com/abc-defg-hij',
    );
    const jitsi = 'https://meet.jit.si/Checkout';
    assert.equal(problem(`Join: ${jitsi}, or copy ${jitsi}`), jitsi, 'the same twice is one');
  });

  it('is the one that leads into the call in a whole invitation', () => {
    const zoom = 'https://us02web.zoom.us/j/81234567890?pwd=Zm9v.1';
    assert.equal(problem(`Join ${zoom} or find your number: https://us02web.zoom.us/u/kdfFoo`), zoom);
    const meet = 'https://meet.google.com/abc-defg-hij';
    assert.equal(problem(`${meet}\nMore phone numbers: https://tel.meet/abc-defg-hij?pin=123`), meet);
    const teams = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Y%40thread.v2/0';
    assert.equal(
      problem(
        `<${teams}> Help <https://aka.ms/JoinTeamsMeeting> https://teams.microsoft.com/meetingOptions/?x=1`,
      ),
      teams,
    );
    for (const text of [
      `${zoom} ${meet}`,
      'https://zoom.us.evil.example/j/1 https://evil.example/',
      'https://evilzoom.us/j/1 https://evil.example/',
      'https://zoom.us/signin https://zoom.us/help',
    ])
      assert.equal(problem(text), 'several', text);
    assert.equal(problem('https://user:x@zoom.us/j/1 https://evil.example/'), 'credentials');
  });

  it('is none where a browser must not be sent there', () => {
    for (const text of [
      '',
      'call me',
      'javascript:alert(1)',
      'javascript:alert("https://evil.example/")',
      'data:text/html,https://evil.example/',
      'file:///etc/passwd',
      'command:onCall.resolve',
      'vscode://x/y',
      'https://',
      'https:///',
      'https:// ',
    ])
      assert.equal(problem(text), 'none', text);
    assert.equal(problem('http://meet.example.com/'), 'notHttps');
    assert.equal(problem('Join http://meet.example.com/ now'), 'notHttps');
  });

  it('is not guessed among several, and holds no password', () => {
    assert.equal(problem(`${url} https://evil.example/`), 'several');
    for (const who of ['user:secret@', 'user@', ':secret@'])
      assert.equal(problem(`https://${who}meet.example.com/`), 'credentials', who);
    assert.equal(problem('https://meet.google.com@evil.example/'), 'credentials');
  });

  it('shows a host for what it is, and nothing unseen', () => {
    assert.match(problem('https://meet.gооgle.com/a'), /^https:\/\/meet\.xn--/);
    assert.equal(problem('https://meet.example\u202E.com/\u200Ba'), 'https://meet.example.com/a');
  });

  it('is soon refused where it is endless', () => {
    assert.equal(problem(`https://meet.example.com/${'a'.repeat(10_000)}`), 'tooLong');
    assert.equal(problem(`https://meet.example.com/${'é'.repeat(200)}`), 'tooLong', 'as it is written out');
    assert.equal(problem('https://a '.repeat(1_000)), 'https://a/');
    assert.equal(problem('a'.repeat(10_000)), 'none');
    assert.equal(problem(`${'x '.repeat(10_000)} ${url}`), 'tooLong');
    for (const one of ['(', ')', '<', 'https://', '("', '.a', '[https://a](', 'https://a ', 'x '])
      assertGrowsWithSize(one, 100_000, size => problem(one.repeat(Math.floor(size / one.length))));
  });

  it('is known again, and only as it was given', () => {
    assert.ok(isCallAddress(url));
    for (const other of [` ${url}`, `Join: ${url}`, 'https://Meet.example.com', null, 7, {}])
      assert.ok(!isCallAddress(other));
  });
});
