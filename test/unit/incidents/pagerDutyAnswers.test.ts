import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { UnexpectedAnswerError } from '../../../src/core/errors.ts';
import { ClientHarness, failure, replying } from './clientHarness.ts';

describe('PagerDutyClient: answers that are none', () => {
  const harness = new ClientHarness();

  for (const [name, body] of [
    ['a web page', '<html>Please sign in to the Wi-Fi</html>'],
    ['cut JSON', '{"incidents":[{"id":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '17'],
  ] as const) {
    it(`200 with ${name}`, async () => {
      harness.server.handler = replying(200, body);
      assert.ok((await failure(harness.client().get('/x'))) instanceof UnexpectedAnswerError);
    });
  }

  it('an answer cut off in the middle', async () => {
    harness.server.handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"incidents":', () => response.destroy());
    };
    assert.ok((await failure(harness.client().get('/x'))) instanceof UnexpectedAnswerError);
  });

  it('gzip that is none', async () => {
    harness.server.handler = replying(200, 'not gzip at all', { 'content-encoding': 'gzip' });
    assert.ok((await failure(harness.client().get('/x'))) instanceof UnexpectedAnswerError);
  });

  it('an endless answer is stopped at 8 MB', async () => {
    let sent = 0;
    harness.server.handler = (_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const pump = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    };
    const found = await failure(harness.client().get('/x'));
    assert.ok(found instanceof UnexpectedAnswerError);
    assert.match(found.message, /8 MB/);
    assert.ok(sent < 64 * 1024 * 1024);
  });

  it('a gzip bomb is stopped at 8 MB after unpacking', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '));
    assert.ok(bomb.length < 64 * 1024);
    harness.server.handler = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    const found = await failure(harness.client().get('/x'));
    assert.ok(found instanceof UnexpectedAnswerError);
    assert.match(found.message, /8 MB/);
  });

  it('reads an honest gzip answer', async () => {
    harness.server.handler = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"fine":true}'));
    };
    assert.deepEqual(await harness.client().get('/x'), { fine: true });
  });
});
